import { createServer, type ServerResponse } from 'node:http';
import {
  health,
  stageSeries,
  stageView,
  type StageSeries,
  type StageView,
} from '../../src/contract/rollout.ts';

/** Stands before a server: pages come from it, answers of its API are read once and from then on told anew, a little later each time. */
export interface Mirror {
  readonly url: string;
  /** How far through the hours it is, from 0 to 1. */
  progress: number;
  /** Answers with series so far. */
  readonly drawn: () => number;
  /** Tells every page that the rollout has changed. */
  push(rollout: string): void;
  close(): void;
}

const minute = 60_000;

/** So many of the newest buckets arrive one after the other. */
const arriving = 8 * 60;

export async function startMirror(server: string): Promise<Mirror> {
  const kept = new Map<string, string>();
  const listeners = new Set<ServerResponse>();
  let drawn = 0;
  let refresh = 0;
  const mirror: Mirror = {
    url: '',
    progress: 1,
    drawn: () => drawn,
    push: (rollout) => {
      refresh += 1;
      const data = JSON.stringify({ rollout, stage: null, at: Date.now(), state: null });
      for (const one of listeners) one.write(`event: changed\ndata: ${data}\n\n`);
    },
    close: () => {
      http.closeAllConnections();
      http.close();
    },
  };
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    if (path === '/api/events') {
      listeners.add(response);
      response.once('close', () => listeners.delete(response));
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: hello\ndata: {}\n\n');
      return;
    }
    if (!path.startsWith('/api/')) return passOn(`${server}${path}`, response);
    const text = kept.get(path) ?? (await (await fetch(`${server}${path}`)).text());
    kept.set(path, text);
    if (path.endsWith('/series')) drawn += 1;
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(toldAnew(path, text, { progress: mirror.progress, refresh, now: Date.now() }));
  };
  const http = createServer((request, response) => {
    answer(request.url ?? '/', response).catch((error: unknown) =>
      response.writeHead(502).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('The mirror has no port.');
  return Object.assign(mirror, { url: `http://127.0.0.1:${address.port}` });
}

async function passOn(url: string, response: ServerResponse): Promise<void> {
  const answered = await fetch(url);
  const headers = [...answered.headers].filter(
    ([name]) => !['content-encoding', 'content-length', 'transfer-encoding', 'connection'].includes(name),
  );
  response.writeHead(answered.status, headers).end(Buffer.from(await answered.arrayBuffer()));
}

interface Moment {
  readonly progress: number;
  readonly refresh: number;
  readonly now: number;
}

function toldAnew(path: string, text: string, moment: Moment): string {
  const json: unknown = JSON.parse(text);
  if (path === '/api/health') return JSON.stringify({ ...health.parse(json), serverNow: moment.now });
  if (path.endsWith('/series')) return JSON.stringify(seriesAt(stageSeries.parse(json), moment));
  const view = stageView.safeParse(json);
  return view.success ? JSON.stringify(viewAt(view.data, moment)) : text;
}

/** Every number of the page is another one each time. */
function viewAt(view: StageView, { refresh, now }: Moment): StageView {
  const readings = view.verdict.readings.map((reading) => ({
    ...reading,
    value: reading.value === null ? null : reading.value * (1 + (refresh % 10) / 1000),
    counts: { ...reading.counts, of: reading.counts.of === null ? null : reading.counts.of + refresh },
  }));
  return {
    ...view,
    serverNow: now,
    nextJudgement: now + minute,
    verdict: { ...view.verdict, readings, judgedAt: now, staleAfter: now + 10 * minute },
  };
}

/** The buckets that have arrived by now. */
function seriesAt(answer: StageSeries, { progress, now }: Moment): StageSeries {
  const series = answer.series.map((one) => {
    if (one.status === 'error') return one;
    const { data } = one;
    const count = Math.max(0, data.values.length - Math.round((1 - progress) * arriving));
    const completeThrough = Math.min(data.completeThrough ?? data.start, data.start + count * data.width);
    return { ...one, data: { ...data, values: data.values.slice(0, count), completeThrough } };
  });
  return { ...answer, series, serverNow: now };
}
