import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryBlock } from '../../../../src/domain/plan/edit/carry-block.ts';
import { editBlock, type BlockEdit } from '../../../../src/domain/plan/edit/edit-block.ts';
import { pastedQueries } from '../../../../src/domain/plan/edit/pasted-queries.ts';
import { recipes } from '../../../../src/domain/plan/edit/recipes.ts';
import { findBlocks } from '../../../../src/domain/plan/find-block.ts';
import { readPlan } from '../../../../src/domain/plan/read-plan.ts';

const words = '# Parking permits\n\n## Stage A: 5% of users\n';

function edited(markdown: string, ...edits: readonly BlockEdit[]): string {
  return edits.reduce((text, edit) => {
    const done = editBlock(text, edit);
    if (!done.ok) throw new Error(done.message);
    return done.markdown;
  }, markdown);
}

const accept: BlockEdit = { kind: 'accept', finding: 'dates-missing', line: 3, reason: 'Set by the team' };

describe('a change to the block', () => {
  it('writes a block at the end of a plan that has none', () => {
    expect(edited(words, accept)).toBe(
      `${words}\n\`\`\`stagewatch\naccept:\n  - { finding: dates-missing, line: 3, words: "Stage A: 5% of users", reason: Set by the team }\n\`\`\`\n`,
    );
  });

  it('keeps comments, order and the words around the block', () => {
    const before = `${words}\n\`\`\`stagewatch\n# ours\nzone: UTC # not Eastern\nstages:\n  - { id: stage-a, length: 1h }\n\`\`\`\n\nThe end.\n`;
    expect(edited(before, { kind: 'stage', stage: { id: 'stage-a', percent: 4 } }, accept)).toBe(
      before
        .replace('length: 1h }', 'length: 1h, percent: 4 }')
        .replace(
          '\n```\n\nThe end',
          '\naccept:\n  - { finding: dates-missing, line: 3, words: "Stage A: 5% of users", reason: Set by the team }\n```\n\nThe end',
        ),
    );
  });

  it('keeps Windows line ends', () => {
    const after = edited(words.replaceAll('\n', '\r\n'), accept);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    expect(readPlan(after).ok).toBe(true);
  });

  it('says what is wrong instead of touching a block that is no YAML, and two blocks', () => {
    expect(editBlock('```stagewatch\na: [\n```', accept)).toMatchObject({ ok: false });
    expect(editBlock('```stagewatch\n```\n```stagewatch\n```', accept)).toMatchObject({ ok: false });
    expect(editBlock('```stagewatch\n- a\n```', accept)).toMatchObject({ ok: false });
  });

  it.each([
    ['an open code fence', '# A\n\n```js\ncode\n'],
    ['an open comment', '# A\n\n<!-- to do\n'],
  ])('is refused below %s, where no reader would find it', (_what, text) => {
    expect(editBlock(text, accept)).toMatchObject({
      ok: false,
      message: expect.stringContaining('never closed'),
    });
  });

  it('is written below a fence that is the last line', () => {
    expect(readPlan(edited('# A\n\n```stagewatch', accept))).toMatchObject({ ok: true, hasBlock: true });
  });

  it('is made once, however often it is asked for', () => {
    const once = edited(words, accept);
    expect(edited(once, accept)).toBe(once);
  });

  it('leaves every byte outside the block of any plan as it was, and reads back as asked', () => {
    const line = fc.oneof(fc.constantFrom('# A', '- b', '> c', '', '~~~', '~~~', '<b>', '\t x'), fc.string());
    const eol = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 30 }),
        eol,
        // What reads as somebody's address, such as "+@0.-", is nobody's any more once it is read.
        fc.string({ minLength: 1 }).filter((one) => !one.includes('@')),
        (lines, end, reason) => {
          const text = lines.map((one) => one.replaceAll(/[\r\n]/g, ' ')).join(end);
          const done = editBlock(text, { kind: 'accept', finding: 'x', line: 1, reason });
          fc.pre(done.ok && findBlocks(text).length === 0);
          if (!done.ok) return;
          expect(done.markdown.startsWith(text)).toBe(true);
          // A fence the text leaves open swallows what follows, as CommonMark says.
          fc.pre(findBlocks(done.markdown).length === 1);
          const read = readPlan(done.markdown);
          expect(read.ok ? read.plan.accepted : read).toEqual([
            { finding: 'x', line: 1, of: null, reason, at: (findBlocks(done.markdown)[0]?.endLine ?? 0) - 1 },
          ]);
        },
      ),
    );
  });
});

describe('recipes', () => {
  it.each(recipes)('$id gives a plan whose signals can be read', (recipe) => {
    const source = recipe.id === 'prometheus' ? 'prometheus' : 'datadog';
    const signals = recipe.signals({ source, name: 'v0/permits', action: 'show', environment: 'eks-prod' });
    const read = readPlan(edited(words, { kind: 'signals', signals }));
    expect(read.ok ? read.plan.signals.map((one) => one.id) : read).toEqual(Object.keys(signals));
  });
});

describe('queries pasted in', () => {
  it('are found in a dashboard as exported, named by their widget, each once', () => {
    const query = 'sum:web.requests{env:prod,status:5*}.as_count()';
    const json = JSON.stringify({
      title: 'Board',
      widgets: [
        { definition: { title: 'Errors', requests: [{ q: query }, { queries: [{ query, name: 'a' }] }] } },
        {
          definition: {
            title: 'Slow',
            requests: [{ queries: [{ query: 'p95:web.request.duration{env:prod} by {action}' }] }],
          },
        },
        { definition: { title: 'Note', content: 'sum of all', query: 'no metric' } },
      ],
    });
    expect(pastedQueries(json)).toEqual([
      { id: 'errors', title: 'Errors', signal: { source: 'datadog', kind: 'count', query } },
      {
        id: 'slow',
        title: 'Slow',
        signal: {
          source: 'datadog',
          kind: 'duration',
          unit: 'ms',
          statistic: 'p95',
          by: 'action',
          query: 'p95:web.request.duration{env:prod} by {action}',
        },
      },
    ]);
  });

  it('are found line by line, and anything else is left out', () => {
    const text =
      'hello\nsum:web.hits{env:prod}.as_count()\nsum:web.hits{env:prod,status:504}.as_count()\n{broken';
    expect(pastedQueries(text).map((one) => one.id)).toEqual(['hits', 'hits-status-504']);
    expect(pastedQueries(`{ "q": broken`)).toEqual([]);
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void pastedQueries(text)));
  });
});

describe('new prose for a plan that is bound already', () => {
  const block =
    '```stagewatch\nstages:\n  - { id: first, line: 3, percent: 5 }\naccept:\n  - { finding: dates-missing, line: 3, reason: Agreed }\n  - { finding: x, line: 5, reason: Old }\n```\n';
  const before = `# Permits\n\n## Stage A: 1%\n\nOld words.\n\n${block}`;

  it('gets the block, with its lines where their words are now', () => {
    const after = '# Permits\n\nA new paragraph.\n\n## Stage A: 1%\n';
    const carried = carryBlock(before, after);
    expect(carried.markdown.startsWith(after)).toBe(true);
    expect(carried.lost).toEqual([{ line: 5, words: 'Old words.', entry: 'accept x' }]);
    const read = readPlan(carried.markdown);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(read.plan.stages).toMatchObject([{ id: 'first', audience: { kind: 'percent' } }]);
    expect(read.plan.accepted).toMatchObject([
      { finding: 'dates-missing', line: 5, of: null, reason: 'Agreed' },
    ]);
  });

  it('keeps a block of its own', () => {
    const own = '# Permits\n\n```stagewatch\nzone: UTC\n```\n';
    expect(carryBlock(before, own)).toEqual({ markdown: own, carried: false, lost: [] });
  });

  it('of the same words reads the same', () => {
    const carried = carryBlock(before, before.replace(block, ''));
    const [old, now] = [readPlan(before), readPlan(carried.markdown)];
    const named = (read: typeof old): unknown =>
      read.ok ? [read.plan.stages[0]?.id, read.plan.accepted.map(({ at: _at, ...one }) => one)] : read;
    expect(old.ok).toBe(true);
    expect(named(now)).toEqual(named(old));
  });

  const examples = new URL('../../../../plans/', import.meta.url);
  it.each(readdirSync(examples).filter((file) => file.endsWith('.md')))('%s: keeps every binding', (file) => {
    const text = readFileSync(new URL(file, examples), 'utf8');
    const bare = text.replace(/```stagewatch[\s\S]*?\n```\n/, '');
    const [old, now] = [readPlan(text), readPlan(carryBlock(text, `${bare}\nOne more line.\n`).markdown)];
    if (!old.ok || !now.ok) throw new Error('unreadable');
    const bindings = (plan: typeof old.plan): unknown => ({
      stages: plan.stages.map((one) => [one.id, one.audience, one.length, one.start]),
      signals: plan.signals.map(({ line: _line, ...rest }) => rest),
      criteria: plan.criteria.map(({ line: _line, ...rest }) => rest),
      accepted: plan.accepted.map(({ finding, reason }) => [finding, reason]),
    });
    expect(bindings(now.plan)).toEqual(bindings(old.plan));
    expect(now.findings.map((one) => one.code)).toEqual(old.findings.map((one) => one.code));
  });
});
