import { Hono } from 'hono';
import { LockedRecordsError } from '../records/file-lock.ts';
import { alertRoutes } from './alert-routes.ts';
import { allotmentRoutes } from './allotment-routes.ts';
import type { AppDeps } from './app-deps.ts';
import { compareRoute } from './compare-route.ts';
import { contactRoutes } from './contact-routes.ts';
import { decisionRoutes } from './decision-routes.ts';
import { elsewhereRoute } from './elsewhere-route.ts';
import { eventsRoute } from './events-route.ts';
import { judgingRoute } from './judging-route.ts';
import { draftRoutes } from './draft-routes.ts';
import { planRoutes } from './plan-routes.ts';
import { metricsRoute } from './metrics-route.ts';
import { kpiRoutes } from './kpi-routes.ts';
import { problem } from './problem.ts';
import { recordRoutes } from './record-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { resultRoutes } from './result-routes.ts';
import { rolloutRoutes } from './rollout-routes.ts';
import { securityHeaders } from './security-headers.ts';
import { sourceRoutes } from './source-routes.ts';
import { stageRoutes } from './stage-routes.ts';
import { statusRoutes } from './status-routes.ts';
import { watchRoutes } from './watch-routes.ts';
import { identityGuard } from './who.ts';

/** The HTTP face of Stagewatch: a function from Request to Response. Unknown `/api/*` is a 404, never the page. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  app.use('*', securityHeaders());
  app.use('/api/*', async (c, next) => {
    if (isWrite(c.req.method) && !isOwnOrigin(c.req.header('origin'), c.req.header('host'), deps.publicUrl)) {
      deps.report(
        `Refused ${c.req.method} ${c.req.path}: it comes from ${c.req.header('origin') ?? 'nowhere'}.`,
      );
      return problem(c, 403, {
        title: 'From another site',
        detail: `The request comes from ${c.req.header('origin') ?? 'nowhere'}.`,
        remedy: 'Use Stagewatch’s own page.',
      });
    }
    await next();
    // Somebody who writes to what is not there may be trying the door of another rollout.
    if (isWrite(c.req.method) && c.res.status === 404)
      deps.report(`Refused ${c.req.method} ${c.req.path}: there is nothing of that name.`);
    return undefined;
  });
  app.use('/api/*', identityGuard(deps));
  metricsRoute(app, deps);
  statusRoutes(app, deps);
  sourceRoutes(app, deps);
  eventsRoute(app, deps);
  rolloutRoutes(app, deps);
  compareRoute(app, deps);
  planRoutes(app, deps);
  draftRoutes(app, deps);
  allotmentRoutes(app, deps);
  stageRoutes(app, deps);
  judgingRoute(app, deps);
  decisionRoutes(app, deps);
  recordRoutes(app, deps);
  watchRoutes(app, deps);
  elsewhereRoute(app, deps);
  alertRoutes(app, deps);
  contactRoutes(app, deps);
  kpiRoutes(app, deps);
  reportRoutes(app, deps);
  resultRoutes(app, deps);
  const allowed = methodsByPath(app);
  app.all('/api/*', (c) => {
    const methods = allowed(c.req.path);
    if (methods.length > 0 && !methods.includes(c.req.method)) {
      const allow = methods.join(', ');
      return problem(c, 405, {
        title: 'Not that way',
        detail: `${c.req.method} is not possible here.`,
        remedy: `Use ${allow}.`,
        headers: { allow },
      });
    }
    return problem(c, 404, {
      title: 'No such address',
      detail: `There is nothing at ${c.req.path}.`,
      remedy: 'See the HTTP section of the docs.',
    });
  });
  app.onError((error, c) => {
    if (error instanceof LockedRecordsError)
      return problem(c, 503, {
        title: 'The records are locked',
        detail: error.message,
        remedy: `${isWrite(c.req.method) ? 'Nothing was saved. ' : ''}Try again once that process is gone or goes on.`,
      });
    return problem(c, 500, {
      title: 'Stagewatch failed',
      detail: error instanceof Error ? error.message : 'unknown reason',
      remedy: 'Try again; if it stays, report it with the time.',
    });
  });
  return app;
}

function isWrite(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/** Browsers send Origin on every write; programs need not. */
function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string | null,
): boolean {
  if (origin === undefined) return true;
  try {
    const from = new URL(origin);
    return from.host === host || (publicUrl !== null && from.origin === new URL(publicUrl).origin);
  } catch {
    return false;
  }
}

/** Which verbs exist for a path, from the routes themselves. */
function methodsByPath(app: Hono): (path: string) => readonly string[] {
  const routes = app.routes
    .filter((route) => route.method !== 'ALL' && route.path.startsWith('/api/'))
    .map(({ method, path }) => ({ method, shape: new RegExp(`^${path.replaceAll(/:[^/]+/g, '[^/]+')}$`) }));
  return (path) => {
    const methods = new Set(routes.filter((route) => route.shape.test(path)).map((route) => route.method));
    return methods.has('GET') ? [...methods, 'HEAD'] : [...methods];
  };
}
