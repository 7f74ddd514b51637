/** A sum, difference, product or quotient of named figures. */
export type Expression =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'pair';
      readonly sign: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    };

const token = /\s*([A-Za-z][\w-]*|\d+(?:\.\d+)?|[-+*/()])/y;

/** Reads "failures / (successes + failures)". Names may hold hyphens, so a minus stands between blanks. */
export function parseExpression(text: string): Expression | string {
  const tokens = tokensOf(text);
  if (typeof tokens === 'string') return tokens;
  let at = 0;
  const next = (): string | undefined => tokens[at];
  const level = (signs: readonly string[], deeper: () => Expression | string): Expression | string => {
    let left = deeper();
    for (let sign = next(); sign !== undefined && signs.includes(sign); sign = next()) {
      at++;
      const right = deeper();
      if (typeof left === 'string') return left;
      if (typeof right === 'string') return right;
      left = { kind: 'pair', sign: signOf(sign), left, right };
    }
    return left;
  };
  const atom = (): Expression | string => {
    const one = next();
    at++;
    if (one === undefined) return `"${text}" ends too early.`;
    if (one === '(') {
      const inner = sum();
      if (next() !== ')') return `"${text}" lacks a closing bracket.`;
      at++;
      return inner;
    }
    if (/^\d/.test(one)) return { kind: 'number', value: Number(one) };
    if (/^[A-Za-z]/.test(one)) return { kind: 'name', name: one };
    return `"${text}" has "${one}" where a name belongs.`;
  };
  const product = (): Expression | string => level(['*', '/'], atom);
  const sum = (): Expression | string => level(['+', '-'], product);
  const read = sum();
  if (typeof read === 'string') return read;
  return at < tokens.length ? `"${text}" goes on after "${tokens.slice(0, at).join(' ')}".` : read;
}

function signOf(sign: string): '+' | '-' | '*' | '/' {
  return sign === '+' || sign === '-' || sign === '*' ? sign : '/';
}

function tokensOf(text: string): readonly string[] | string {
  const found: string[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) return `"${text}" can't be read from "${text.slice(from).trim()}" on.`;
    found.push(match[1] ?? '');
  }
  return found;
}

/** Every name in it, in order, each once. */
export function namesIn(one: Expression): readonly string[] {
  switch (one.kind) {
    case 'name':
      return [one.name];
    case 'number':
      return [];
    case 'pair':
      return [...new Set([...namesIn(one.left), ...namesIn(one.right)])];
  }
}

/** Its value; `null` where a figure is missing or a division has no result. */
export function evaluate(one: Expression, valueOf: (name: string) => number | null): number | null {
  switch (one.kind) {
    case 'name':
      return valueOf(one.name);
    case 'number':
      return one.value;
    case 'pair': {
      const left = evaluate(one.left, valueOf);
      const right = evaluate(one.right, valueOf);
      return left === null || right === null ? null : combined(one.sign, left, right);
    }
  }
}

function combined(sign: '+' | '-' | '*' | '/', left: number, right: number): number | null {
  switch (sign) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
  }
}

/** The parts of a plain sum of names: "failures + successes". `null` for anything else. */
export function summands(one: Expression): readonly string[] | null {
  if (one.kind === 'name') return [one.name];
  if (one.kind !== 'pair' || one.sign !== '+') return null;
  const left = summands(one.left);
  const right = summands(one.right);
  return left === null || right === null ? null : [...left, ...right];
}

/** Writes it with what each name stands for: "445 + 27". */
export function write(one: Expression, say: (name: string) => string, within = false): string {
  switch (one.kind) {
    case 'name':
      return say(one.name);
    case 'number':
      return String(one.value);
    case 'pair': {
      const text = `${write(one.left, say, isProduct(one))} ${one.sign} ${write(one.right, say, isProduct(one))}`;
      return within && !isProduct(one) ? `(${text})` : text;
    }
  }
}

function isProduct(one: Expression): boolean {
  return one.kind === 'pair' && (one.sign === '*' || one.sign === '/');
}
