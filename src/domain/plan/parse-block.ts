import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { blockSchema, type Block } from './block-schema.ts';
import type { FencedBlock } from './find-block.ts';
import { nameHint } from './nearest-name.ts';
import type { PlanProblem } from './plan.ts';

/** Where something of the block stands in the file. */
export type LineOf = (path: readonly PropertyKey[]) => number;

export type ParsedBlock =
  | { readonly ok: true; readonly block: Block; readonly lineOf: LineOf }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/**
 * Parses the YAML of a `stagewatch` block against the schema.
 * Every problem carries the line and column of the file, not of the block, and a name to try where one is near.
 */
export function parseBlock(fenced: FencedBlock): ParsedBlock {
  const lines = new LineCounter();
  // maxAliasCount keeps a "billion laughs" file from growing without bound.
  const document = parseDocument(fenced.text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1) + fenced.firstLine - 1, column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => ({
        ...place(error.pos[0]),
        message: `The stagewatch block is not valid YAML: ${error.message}.`,
      })),
    };
  }
  const at = (path: readonly PropertyKey[]): { line: number; column: number } =>
    place(offsetOf(document, path));
  const value = plainValue(document);
  if (!value.ok)
    return { ok: false, problems: [{ line: fenced.firstLine, column: 1, message: value.message }] };
  const result = blockSchema.safeParse(value.value ?? {});
  if (result.success) return { ok: true, block: result.data, lineOf: (path) => at(path).line };
  return {
    ok: false,
    problems: result.error.issues.flatMap((issue) => {
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => ({
          ...at([...issue.path, key]),
          message: `"${key}" is not a key of ${where(issue.path)}.${nameHint(key, knownKeys(issue.path))}`,
        }));
      }
      return [{ ...at(issue.path), message: `${where(issue.path)}: ${issue.message}` }];
    }),
  };
}

function plainValue(document: Document): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 50 }) };
  } catch (error) {
    return { ok: false, message: `The stagewatch block can't be expanded: ${String(error)}` };
  }
}

/** Offset of the deepest node of `path` that exists; a missing leaf is reported at its parent. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function where(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the stagewatch block';
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part + 1}]`;
      return i === 0 ? String(part) : `.${String(part)}`;
    })
    .join('');
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = blockSchema;
  for (const part of path) schema = childSchema(schema, part);
  return shapeKeys(schema);
}

function childSchema(schema: unknown, part: PropertyKey): unknown {
  const inner = unwrap(schema);
  if (typeof inner !== 'object' || inner === null) return undefined;
  if ('element' in inner) return inner.element;
  if ('valueType' in inner) return inner.valueType;
  if ('shape' in inner && typeof inner.shape === 'object' && inner.shape !== null) {
    return Object.entries(inner.shape).find(([key]) => key === part)?.[1];
  }
  return undefined;
}

function unwrap(schema: unknown): unknown {
  let inner = schema;
  while (
    typeof inner === 'object' &&
    inner !== null &&
    'unwrap' in inner &&
    typeof inner.unwrap === 'function'
  ) {
    if ('element' in inner) break;
    inner = inner.unwrap();
  }
  return inner;
}

function shapeKeys(schema: unknown): readonly string[] {
  const inner = unwrap(schema);
  if (typeof inner !== 'object' || inner === null || !('shape' in inner)) return [];
  return typeof inner.shape === 'object' && inner.shape !== null ? Object.keys(inner.shape) : [];
}
