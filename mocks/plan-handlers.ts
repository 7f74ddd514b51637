import { http, HttpResponse, type HttpHandler } from 'msw';
import type { Draft, PlanVersions, SavedPlan, TriedSignal } from '#contract/plan-check.ts';
import { hour } from '#domain/time/time.ts';
import { demoPlan } from './demo-plan.ts';
import type { MockDeps } from './handlers.ts';

const older = demoPlan.replace('limit: "< 5%"', 'limit: "< 8%"');

function planOf(id: string, version: number): SavedPlan {
  return { id, file: `${id}.md`, version, markdown: version === 1 ? older : demoPlan };
}

/** The plan as saved, its versions, drafts and tries. */
export function planHandlers(deps: MockDeps): readonly HttpHandler[] {
  const orLost = (answer: () => Response): Response => (deps.lost() ? HttpResponse.error() : answer());
  const versions: PlanVersions = [
    { version: 2, by: 'A product manager', at: deps.now() - 20 * hour },
    { version: 1, by: 'A product manager', at: deps.now() - 50 * hour },
  ];
  return [
    http.get('/api/rollouts/:id/plan', ({ params }) =>
      orLost(() => HttpResponse.json(planOf(String(params['id']), 2))),
    ),
    http.get('/api/rollouts/:id/plan/versions', () => orLost(() => HttpResponse.json(versions))),
    http.get('/api/rollouts/:id/plan/versions/:version', ({ params }) =>
      orLost(() => HttpResponse.json(planOf(String(params['id']), Number(params['version'])))),
    ),
    http.post('/api/rollouts', () =>
      orLost(() => HttpResponse.json({ id: 'change-of-address', version: 3, findings: [] }, { status: 201 })),
    ),
    http.post('/api/plans/drafts', () =>
      orLost(() => {
        const draft: Draft = { id: 'draft-1', by: 'You', at: deps.now(), markdown: '' };
        return HttpResponse.json(draft, { status: 201 });
      }),
    ),
    http.post('/api/plans/drafts/:draft/try', () => orLost(() => HttpResponse.json(triedAt(deps.now())))),
  ];
}

function triedAt(now: number): TriedSignal {
  const values = Array.from({ length: 60 }, (_, i) => (i < 3 ? null : 18 + (i % 7)));
  return {
    signal: 'hits',
    source: 'example',
    status: 'ok',
    message: null,
    from: now - hour,
    width: 60_000,
    values,
    typical: 21,
    worst: 24,
    left: 9,
  };
}
