import * as z from 'zod';
import { endpointOf, type Endpoint, type Found } from './endpoints.ts';
import { comparePairs } from './pairs.ts';
import { readRecordings, type Exchange, type Recording } from './recordings.ts';
import { replay, type Outcome } from './replay.ts';

/** What an answer of this status may be called (apis: failure modes). */
const named: Readonly<Record<number, readonly string[]>> = {
  400: ['bad_query', 'window_unsupported', 'too_many_points', 'timeout'],
  401: ['unauthorized'],
  403: ['forbidden'],
  404: ['not_found'],
  409: ['bad_query'],
  422: ['bad_query', 'too_many_points'],
  429: ['rate_limited'],
};
const broken = ['upstream_unavailable', 'timeout'];
const good = ['ok', 'partial', 'empty'];

/** A question each service knows, to see what it calls the refusal of one we never ask. */
const usual: Readonly<Record<string, Endpoint>> = {
  datadog: 'datadog timeseries',
  prometheus: 'prometheus range',
  flipper: 'flipper',
  sentry: 'sentry timeseries',
};

const noSeries = z.looseObject({ data: z.looseObject({ result: z.array(z.unknown()).length(0) }) });

interface Ran extends Outcome {
  readonly file: string;
  readonly adapter: string;
  readonly wrong: string | null;
}

async function run(recording: Recording): Promise<readonly Ran[]> {
  const [service = ''] = recording.file.split('/');
  const { file, exchanges } = recording;
  if (recording.isSchema) return [{ file, adapter: service, ...unreadOutcome, wrong: null }];
  const found = exchanges.map((one) => [endpointOf(service, one), one] as const);
  const asked = found.flatMap(([endpoint, one]): readonly (readonly [Endpoint, Exchange])[] => {
    if (endpoint !== 'unread' && endpoint !== 'unlisted') return [[endpoint, one]];
    const instead = usual[service];
    // A refusal is called the same whatever was asked; writes are never made, so never refused.
    return one.status >= 400 && instead !== undefined && isAsked(service, one) ? [[instead, one]] : [];
  });
  if (asked.length === 0) {
    const unlisted = found.find(([endpoint]) => endpoint === 'unlisted');
    const wrong = unlisted === undefined ? null : `${unlisted[1].url?.pathname ?? 'an answer'} is in no list`;
    return [{ file, adapter: service, ...unreadOutcome, wrong }];
  }
  const out: Ran[] = [];
  for (const [endpoint, one] of asked) {
    const outcome = await replay(endpoint, one).catch((error: unknown) => ({
      outcome: `threw ${error instanceof Error ? error.message : String(error)}`,
      points: 0,
      total: null,
    }));
    out.push({
      file,
      adapter: endpoint,
      ...outcome,
      wrong: wrongIn(
        outcome,
        one,
        recording,
        found.map(([is]) => is),
      ),
    });
  }
  return out;
}

const unreadOutcome: Outcome = { outcome: 'unread', points: 0, total: null };

function isAsked(service: string, one: Exchange): boolean {
  return service !== 'flipper' || one.method === 'GET';
}

function wrongIn(
  outcome: Outcome,
  one: Exchange,
  recording: Recording,
  found: readonly Found[],
): string | null {
  const expected = one.status >= 500 ? broken : (named[one.status] ?? good);
  if (!expected.includes(outcome.outcome)) return `status ${one.status} is called ${outcome.outcome}`;
  const isAlone = found.filter((endpoint) => endpoint !== 'unread').length === 1;
  const lacks = one.status < 400 && isAlone && recording.holdsData && outcome.points === 0;
  if (lacks && noSeries.safeParse(one.body).success) {
    // The index is wrong there, and an adapter must not make up for it.
    console.error(`${recording.file}: note: the index says it holds data; its answer is an empty list`);
    return null;
  }
  return lacks ? 'it holds data, and no point was read' : null;
}

const nothing: Ran = { file: '', adapter: '', ...unreadOutcome, wrong: null };

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Name a folder of recordings with an index.json: npm run conformance -- DIR');
  process.exit(2);
}
const recordings = readRecordings(folder);
let faults = 0;
const totals = new Map<string, number | null>();
for (const recording of recordings) {
  const ran = await run(recording);
  const { wrong: _wrong, ...first } = ran.find(({ outcome }) => good.includes(outcome)) ?? ran[0] ?? nothing;
  const points = ran.reduce((sum, one) => sum + one.points, 0);
  console.log(JSON.stringify({ ...first, points }));
  totals.set(recording.file, first.total);
  for (const { wrong } of ran) {
    if (wrong === null) continue;
    faults += 1;
    console.error(`${recording.file}: ${wrong}`);
  }
}
const { pairs, problems } = comparePairs(recordings, totals);
for (const problem of problems) console.error(problem);
console.error(
  `${recordings.length} recordings, ${pairs} pairs of series and total, ${faults + problems.length} faults.`,
);
process.exit(faults + problems.length > 0 ? 1 : 0);
