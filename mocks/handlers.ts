import { http, HttpResponse, type HttpHandler } from 'msw';
import type { Me } from '#contract/me.ts';
import type { Health } from '#contract/rollout.ts';
import { planHandlers } from './plan-handlers.ts';
import { compareWorld } from './world-compare.ts';
import { channels, noticesAt } from './world-notices.ts';
import { problem, refusalIn } from './refusals.ts';
import { reportWorld } from './world-reports.ts';
import { buildWorld } from './world.ts';
import type { ScenarioName } from './scenarios.ts';

export interface MockDeps {
  readonly scenario: () => ScenarioName;
  readonly now: () => number;
  /** True once the scenario has cut the page off from its server. */
  readonly lost: () => boolean;
  /** How long a read takes, for looking at pages that wait. */
  readonly wait?: () => Promise<void>;
}

/** What people may record about a stage. */
const recorded = [
  'observations',
  'accepts',
  'watch',
  'not-run',
  'events',
  'events/:event/leave-out',
  'checks',
] as const;

type Get = (
  path: string,
  answer: (params: Readonly<Record<string, string | readonly string[] | undefined>>, url: URL) => Response,
) => HttpHandler;

/** The API as msw answers it; one set for demo, development and tests. */
export function createHandlers(deps: MockDeps): readonly HttpHandler[] {
  const world = (at: number | null = null): ReturnType<typeof buildWorld> =>
    buildWorld(deps.scenario(), deps.now(), at);
  const reports = (): ReturnType<typeof reportWorld> => reportWorld(deps.now());
  const get: Get = (path, answer) =>
    http.get(path, async ({ params, request }) => {
      // That the server lives is always said at once.
      if (path !== '/api/health') await deps.wait?.();
      return deps.lost() ? HttpResponse.error() : answer(params, new URL(request.url));
    });
  const write = (path: string): HttpHandler =>
    http.post(path, () =>
      deps.lost()
        ? HttpResponse.error()
        : (refusalIn(deps.scenario(), deps.now()) ?? HttpResponse.json({}, { status: 201 })),
    );
  return [
    ...aboutServer(get, deps),
    get('/api/sources', () => HttpResponse.json(world().sources)),
    get('/api/sources/people', () => HttpResponse.json(world().askedPeople)),
    get('/api/rollouts', () => HttpResponse.json(world().list)),
    get('/api/rollouts/:id', () => HttpResponse.json(world().rollout)),
    get('/api/rollouts/:id/compare', () => HttpResponse.json(compareWorld(deps.scenario(), deps.now()))),
    get('/api/rollouts/:id/stages/:stage', ({ stage }, url) => {
      const view = world(readAt(url)).stage(String(stage));
      return view === undefined ? notFound(String(stage)) : HttpResponse.json(view);
    }),
    get('/api/rollouts/:id/stages/:stage/series', (_params, url) =>
      HttpResponse.json(world(readAt(url)).series),
    ),
    get('/api/rollouts/:id/stages/:stage/judging', ({ stage }) => {
      const judging = world().judging(String(stage));
      return judging === undefined ? notFound(String(stage)) : HttpResponse.json(judging);
    }),
    get('/api/rollouts/:id/stages/:stage/verdicts', () => HttpResponse.json(world().history)),
    write('/api/rollouts/:id/stages/:stage/runs'),
    write('/api/rollouts/:id/allotment'),
    ...planHandlers(deps),
    get('/api/rollouts/:id/log', () => HttpResponse.json(world().log)),
    get('/api/rollouts/:id/contacts', () => HttpResponse.json(world().contacts)),
    write('/api/rollouts/:id/contacts/:ref/number'),
    ...recorded.map((what) => write(`/api/rollouts/:id/stages/:stage/${what}`)),
    get('/api/rollouts/:id/stages/:stage/events', () => HttpResponse.json(world().elsewhere)),
    write('/api/alerts/:alert/hand-over'),
    write('/api/rollouts/:id/decisions/:decision/resolved'),
    write('/api/rollouts/:id/decisions/:decision/rollback-record'),
    get('/api/notices', () =>
      HttpResponse.json({ channels, notices: deps.scenario() === 'spike' ? noticesAt(deps.now()) : [] }),
    ),
    http.post('/api/notices/:channel/test', ({ params }) =>
      HttpResponse.json({ channel: params['channel'], delivered: true }),
    ),
    get('/api/alerts', () => HttpResponse.json(world().alerts)),
    write('/api/rollouts/:id/stages/:stage/decisions'),
    write('/api/alerts/:alert/take'),
    write('/api/alerts/:alert/accept'),
    get('/api/check-ins', () => HttpResponse.json(deps.scenario() === 'launched' ? reports().checkIns : [])),
    get('/api/rollouts/:id/kpis/:checkin', ({ checkin }) => {
      const view = reports().kpis(String(checkin));
      return view === undefined ? notFound(String(checkin)) : HttpResponse.json(view);
    }),
    get('/api/rollouts/:id/kpis/:checkin/now', () => HttpResponse.json(reports().now)),
    get('/api/rollouts/:id/report.json', () => HttpResponse.json(reports().report)),
    write('/api/rollouts/:id/kpis/:checkin'),
    write('/api/rollouts/:id/stages/:stage/results'),
  ];
}

/** The server itself: that it lives, what it pushes, and whom it takes the reader for. */
function aboutServer(get: Get, deps: MockDeps): readonly HttpHandler[] {
  return [
    get('/api/health', () => HttpResponse.json(healthAt(deps.now()))),
    get(
      '/api/events',
      () =>
        new HttpResponse('event: hello\nretry: 3000\ndata: {}\n\n', {
          headers: { 'content-type': 'text/event-stream' },
        }),
    ),
    get('/api/me', () => HttpResponse.json(meIn(deps.scenario()))),
  ];
}

/** The moment an address asks for with `?at=`; `null` for now. */
function healthAt(now: number): Health {
  return {
    status: 'ok',
    version: 'demo',
    startedAt: now,
    serverNow: now,
    watcher: { lastPass: now, openRuns: 1 },
    store: 'example',
  };
}

/** Without a login the name is typed; one scenario is about a login that may only read. */
function meIn(scenario: ScenarioName): Me {
  return scenario === 'no-permission'
    ? { login: true, name: 'Reader', role: 'viewer', ask: ['Product manager', 'First monitor'] }
    : { login: false, name: null, role: 'owner', ask: [] };
}

/** The instant asked for; `null` for now. */
function readAt(url: URL): number | null {
  const at = Date.parse(url.searchParams.get('at') ?? '');
  return Number.isNaN(at) ? null : at;
}

function notFound(stage: string): Response {
  return problem({
    title: 'No such stage',
    status: 404,
    detail: `There is no stage "${stage}".`,
    remedy: 'Check the address.',
  });
}
