import { readClauses, type Clauses } from './example-clauses.ts';
import { countOf, measureOf } from './example-shapes.ts';
import type { ExampleQuery, Faults, Shape } from './example-query.ts';

export type ParsedExample =
  | { readonly ok: true; readonly query: ExampleQuery }
  | { readonly ok: false; readonly problem: string };

/** Reads an example query, or says what is wrong with it and what would be right. */
export function parseExampleQuery(text: string): ParsedExample {
  const [own = '', ...rest] = text.trim().split(/\s+of\s+/);
  if (own === 'rest') return restOf(text, rest.join(' of '));
  const outer = readClauses(own);
  const inner = rest.length === 0 ? null : readClauses(rest.join(' of '));
  const problems = [...outer.problems];
  const shape = shapeOf(outer, inner, problems);
  problems.push(...outer.leftOver(), ...(inner?.problems ?? []), ...(inner?.leftOver() ?? []));
  if (shape === undefined || problems.length > 0) {
    return { ok: false, problem: `Example query "${text.slice(0, 200)}": ${problems.join(' ')}` };
  }
  return { ok: true, query: { shape, faults: worse(outer.faults, inner?.faults) } };
}

function restOf(text: string, part: string): ParsedExample {
  const parsed = parseExampleQuery(part);
  if (!parsed.ok) return parsed;
  const { shape, faults } = parsed.query;
  return shape.kind === 'part' && !shape.rest
    ? { ok: true, query: { shape: { ...shape, rest: true }, faults } }
    : { ok: false, problem: `Example query "${text.slice(0, 200)}": after "rest of" comes a part.` };
}

function shapeOf(outer: Clauses, inner: Clauses | null, problems: string[]): Shape | undefined {
  if (inner === null) {
    return outer.word === 'part' || outer.word === 'classes' || outer.word === 'histogram'
      ? wrong(problems, `"${outer.word}" needs "of" and a count, as in "${outer.word} … of count rate=20/m".`)
      : alone(outer, problems);
  }
  if (outer.word !== 'part' && outer.word !== 'classes' && outer.word !== 'histogram') {
    return wrong(problems, `"${outer.word}" is of nothing; only part, classes and histogram take "of".`);
  }
  if (inner.word !== 'count') return wrong(problems, `after "of" comes a count, not "${inner.word}".`);
  return measureOf(outer, countOf(inner, problems), problems);
}

function alone(clauses: Clauses, problems: string[]): Shape | undefined {
  switch (clauses.word) {
    case 'count':
      return { kind: 'count', flow: countOf(clauses, problems) };
    case 'unique': {
      const again = clauses.percent('again') ?? 0;
      const after = clauses.length('after') ?? 0;
      if (again > 0 && after <= 0) problems.push('again=30% needs after=2h.');
      return { kind: 'unique', flow: countOf(clauses, problems), again, after };
    }
    case 'average': {
      const value = clauses.steps('mean', (one) => clauses.asLength(one));
      if (value.length === 0) problems.push('an average needs mean=180ms.');
      return { kind: 'average', seed: clauses.seed, value, spread: clauses.percent('spread') ?? 0.1 };
    }
    case 'level': {
      const value = clauses.steps('value', (one) => clauses.asNumber(one));
      if (value.length === 0) problems.push('a level needs value=0.97.');
      return { kind: 'level', seed: clauses.seed, value, spread: clauses.percent('spread') ?? 0 };
    }
    default: {
      const word = `it starts with "${clauses.word}"; use`;
      return wrong(problems, `${word} count, part, rest, classes, histogram, unique, average or level.`);
    }
  }
}

function wrong(problems: string[], problem: string): undefined {
  problems.push(problem);
  return undefined;
}

/** A part is silent where its whole is. */
function worse(own: Faults, whole: Faults | undefined): Faults {
  if (whole === undefined) return own;
  return {
    gaps: [...own.gaps, ...whole.gaps],
    outages: [...own.outages, ...whole.outages],
    silentFrom: Math.min(own.silentFrom, whole.silentFrom),
    since: Math.max(own.since, whole.since),
  };
}
