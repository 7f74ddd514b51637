import * as z from 'zod';
import { endpointOf, type Endpoint, type Found } from './endpoints.ts';
import { comparePairs } from './pairs.ts';
import { readRecordings, type Exchange, type Recording } from './recordings.ts';
import { replay, type Outcome } from './replay.ts';

/** What an answer of this status may be called. */
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

/** What an answer may be called: by its status and, where that is good, by what it says of itself. */
function expectedOf({ status, text, body }: Exchange): readonly string[] {
  if (status >= 500) return broken;
  const own = named[status];
  if (own !== undefined) return own;
  if (status >= 400) return ['bad_query', 'timeout', 'too_many_points', 'not_found'];
  if (status >= 300) return ['unauthorized'];
  // A page of HTML, half an object, nothing at all: a good status makes no answer of it.
  if (body === undefined) return /^\s*</.test(text) ? ['unauthorized'] : ['schema_drift'];
  return complaint.safeParse(body).success ? [...good, 'bad_query', 'timeout'] : good;
}

/** Errors come with a good status too. */
const complaint = z.union([
  z.looseObject({ status: z.literal('error') }),
  z.looseObject({ errors: z.union([z.string().min(1), z.array(z.unknown()).min(1)]) }),
  z.looseObject({ error: z.string().min(1) }),
]);

function wrongIn(
  outcome: Outcome,
  one: Exchange,
  recording: Recording,
  found: readonly Found[],
): string | null {
  const expected = expectedOf(one);
  if (!expected.includes(outcome.outcome)) return `status ${one.status} is called ${outcome.outcome}`;
  const isAlone = found.filter((endpoint) => endpoint !== 'unread').length === 1;
  const lacks = one.status < 400 && isAlone && recording.holdsData && outcome.points === 0;
  if (lacks && noSeries.safeParse(one.body).success) {
    // The index is wrong there, and an adapter must not make up for it.
    return null;
  }
  return lacks ? 'it holds data, and no point was read' : null;
}

const nothing: Ran = { file: '', adapter: '', ...unreadOutcome, wrong: null };

/** What became of one recording: a line of the report. */
export interface Line extends Outcome {
  readonly file: string;
  readonly adapter: string;
}

export interface Report {
  readonly lines: readonly Line[];
  readonly pairs: number;
  /** One sentence for each thing that must not be. */
  readonly faults: readonly string[];
}

/** Serves every recording of a folder to the adapters that read its endpoint. */
export async function conform(folder: string): Promise<Report> {
  const recordings = readRecordings(folder);
  const lines: Line[] = [];
  const faults: string[] = [];
  const totals = new Map<string, number | null>();
  for (const recording of recordings) {
    const ran = await run(recording);
    const { wrong: _wrong, ...first } =
      ran.find(({ outcome }) => good.includes(outcome)) ?? ran[0] ?? nothing;
    lines.push({ ...first, points: ran.reduce((sum, one) => sum + one.points, 0) });
    totals.set(recording.file, first.total);
    faults.push(...ran.flatMap(({ wrong }) => (wrong === null ? [] : [`${recording.file}: ${wrong}`])));
  }
  const { pairs, problems } = comparePairs(recordings, totals);
  return { lines, pairs, faults: [...faults, ...problems] };
}
