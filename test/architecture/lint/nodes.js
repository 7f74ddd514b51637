/**
 * As much of the syntax tree as the house rules read.
 *
 * @typedef {object} Node
 * @property {string} type
 * @property {Node} parent
 * @property {string} [name]
 * @property {unknown} [value]
 * @property {boolean} [computed]
 * @property {Node} [object]
 * @property {Node} [property]
 * @property {Node} [callee]
 * @property {Node} [key]
 * @property {Node | null} [source]
 * @property {readonly Node[]} [arguments]
 * @property {readonly Node[]} [properties]
 *
 * @typedef {object} Context
 * @property {string} filename
 * @property {(problem: { node: Node, message: string }) => void} report
 * @property {{ getScope: (node: Node) => Scope }} sourceCode
 *
 * @typedef {object} Scope
 * @property {Scope | null} upper
 * @property {readonly { identifier: Node, resolved: { defs: readonly unknown[] } | null }[]} references
 */

/**
 * The name of a property read from an object: `x.now` and `x['now']`.
 * @type {(node: Node | undefined) => string | undefined}
 */
export function propertyName(node) {
  if (node?.type !== 'MemberExpression') return undefined;
  if (node.computed !== true) return node.property?.name;
  return typeof node.property?.value === 'string' ? node.property.value : undefined;
}

/** @type {(call: Node) => readonly Node[]} */
export function argumentsOf(call) {
  return call.arguments ?? [];
}

/** @type {(node: Node | undefined, key: string) => boolean} */
export function hasProperty(node, key) {
  if (node?.type !== 'ObjectExpression') return false;
  return (node.properties ?? []).some(({ key: own }) => own?.name === key || own?.value === key);
}

/**
 * True where `node` reads a name that this file does not declare. (The linter's own `isGlobalReference` knows only
 * the names of the environments it is set to.)
 * @type {(node: Node, context: Context) => boolean}
 */
export function isGlobal(node, context) {
  for (
    let scope = /** @type {Scope | null} */ (context.sourceCode.getScope(node));
    scope !== null;
    scope = scope.upper
  ) {
    const reference = scope.references.find(({ identifier }) => identifier === node);
    if (reference !== undefined) return (reference.resolved?.defs ?? []).length === 0;
  }
  return false;
}
