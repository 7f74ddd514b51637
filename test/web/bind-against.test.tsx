import { expect, it } from 'vitest';
import {
  bindCriterion,
  type Against,
  type BindDraft,
  type ReadCriterion,
} from '../../src/web/screens/import/import-model.ts';

const criterion: ReadCriterion = {
  text: 'Errors remain constant across batches',
  line: 9,
  from: 'success',
  limit: null,
  written: null,
  isRelative: true,
  boundBy: [],
};

const draftOf = (against: Against | null, kind: BindDraft['kind'] = 'ratio'): BindDraft => ({
  kind,
  signals: ['fails', 'tries'],
  limit: '< 5%',
  breach: 'hold',
  watch: false,
  against,
});

it.each<readonly [string, Against, object]>([
  [
    'the stage before',
    { baseline: 'previous stage', tolerance: '1.1', control: [] },
    { baseline: 'previous stage', tolerance: '1.1x' },
  ],
  [
    'the old path, with its own counts',
    { baseline: 'control', tolerance: '1.25x', control: ['old-fails', 'old-tries'] },
    { baseline: 'control', tolerance: '1.25x', control: { signal: 'old-fails', of: 'old-tries' } },
  ],
])('binds to %s, and leaves the limit out', (_name, against, wanted) => {
  const bound = bindCriterion(criterion, draftOf(against), []);
  expect(bound).toMatchObject({ ratio: ['fails', 'tries'], ...wanted });
  expect(bound).not.toHaveProperty('limit');
});

it.each<readonly [Against, string, RegExp]>([
  [{ baseline: 'previous stage', tolerance: '', control: [] }, 'tolerance', /how many times as much/],
  [{ baseline: 'previous stage', tolerance: '0', control: [] }, 'tolerance', /how many times as much/],
  [{ baseline: 'control', tolerance: '1.25', control: ['old-fails'] }, 'old', /old path’s own signals/],
])('says what is missing for %j', (against, part, message) => {
  expect(bindCriterion(criterion, draftOf(against), [])).toEqual({
    part,
    says: expect.stringMatching(message),
  });
});

it('compares nothing that has no baseline, whatever was chosen before', () => {
  const against: Against = { baseline: 'previous stage', tolerance: '1.25', control: [] };
  const bound = bindCriterion(criterion, { ...draftOf(against, 'max'), limit: '< 5s' }, []);
  expect(bound).toMatchObject({ max: 'fails', limit: '< 5s' });
  expect(bound).not.toHaveProperty('baseline');
});
