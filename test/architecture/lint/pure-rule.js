import { argumentsOf, hasProperty, isGlobal, propertyName } from './nodes.js';

/** @typedef {import('./nodes.js').Node} Node */
/** @typedef {import('./nodes.js').Context} Context */

const datePure = new Set(['UTC', 'parse']);

/** @type {(node: Node) => string | undefined} */
function faultOfDate(node) {
  const { parent } = node;
  if (parent.type === 'NewExpression' && parent.callee === node) {
    const [first, ...others] = argumentsOf(parent);
    const isOneInstant = first !== undefined && first.type !== 'SpreadElement' && others.length === 0;
    return isOneInstant
      ? undefined
      : 'Without an argument Date reads the clock, with several the machine’s zone.';
  }
  const isPure = parent.type === 'BinaryExpression' || datePure.has(propertyName(parent) ?? '');
  return isPure
    ? undefined
    : 'Now is an argument: of Date, domain uses new Date(instant), Date.UTC and Date.parse.';
}

/** @type {(node: Node) => string | undefined} */
function faultOfMath(node) {
  const name = propertyName(node.parent);
  return name === undefined || name === 'random' ? 'Domain has no randomness.' : undefined;
}

/** @type {(node: Node) => string | undefined} */
function faultOfIntl(node) {
  const name = propertyName(node.parent);
  const call = node.parent.parent;
  if (name === undefined || call.callee !== node.parent) {
    return 'Use Intl where it is constructed, with its locale written out.';
  }
  const [locale, options] = argumentsOf(call);
  if (!isWrittenOut(locale)) return 'Intl without a locale takes the machine’s: name it.';
  const needsZone = name === 'DateTimeFormat' && !hasProperty(options, 'timeZone');
  return needsZone ? 'Intl without timeZone takes the machine’s zone: name it.' : undefined;
}

/** @type {(locale: Node | undefined) => boolean} */
function isWrittenOut(locale) {
  return locale !== undefined && locale.type !== 'SpreadElement' && locale.name !== 'undefined';
}

/** @type {ReadonlyMap<string, (node: Node) => string | undefined>} */
const guarded = new Map([
  ['Date', faultOfDate],
  ['Math', faultOfMath],
  ['Intl', faultOfIntl],
]);

/** What reads the clock when its reference instant is left out, and the number of arguments that make it pure. */
const clockless = new Map([
  ['TZDate', 2],
  ['parse', 2],
  ['parseDate', 2],
]);
const clockPackages = new Set(['@date-fns/tz', 'chrono-node']);

/**
 * @param {Node} call
 * @param {ReadonlyMap<string, string>} fromClockPackages local name → imported name
 */
function faultOfClockPackage(call, fromClockPackages) {
  const method = propertyName(call.callee);
  const local = method === undefined ? call.callee?.name : call.callee?.object?.name;
  const imported = fromClockPackages.get(local ?? '');
  if (imported === undefined) return undefined;
  const least = clockless.get(method ?? imported) ?? clockless.get(imported) ?? 0;
  return argumentsOf(call).length < least ? 'Without its reference instant this reads the clock.' : undefined;
}

const localeMethods = new Set(['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']);

/** @type {(call: Node) => string | undefined} */
function faultOfLocaleMethod(call) {
  const method = propertyName(call.callee) ?? '';
  if (!localeMethods.has(method)) return undefined;
  const [locale, options] = argumentsOf(call);
  if (!isWrittenOut(locale)) return 'Write the locale out.';
  const needsZone = method !== 'toLocaleString' && !hasProperty(options, 'timeZone');
  return needsZone ? 'Write the timeZone out.' : undefined;
}

/** The domain has no clock, no zone or locale of the machine, and no randomness. */
export const pureRule = {
  /** @param {Context} context */
  create(context) {
    /** @type {Map<string, string>} */
    const fromClockPackages = new Map();
    /** @type {(node: Node, message: string | undefined) => void} */
    const tell = (node, message) => {
      if (message !== undefined) context.report({ node, message });
    };
    /** @type {(call: Node) => void} */
    const checkCall = (call) =>
      tell(call, faultOfClockPackage(call, fromClockPackages) ?? faultOfLocaleMethod(call));
    return {
      /** @param {{ source: Node, specifiers: { local: Node, imported?: Node }[] }} node */
      ImportDeclaration({ source, specifiers }) {
        if (!clockPackages.has(String(source.value))) return;
        for (const { local, imported } of specifiers) {
          fromClockPackages.set(local.name ?? '', imported?.name ?? '*');
        }
      },
      /** @param {Node} node */
      Identifier(node) {
        const faultOf = guarded.get(node.name ?? '');
        if (faultOf === undefined || node.parent.type === 'TSTypeReference') return;
        if (isGlobal(node, context)) tell(node, faultOf(node));
      },
      NewExpression: checkCall,
      CallExpression: checkCall,
    };
  },
};
