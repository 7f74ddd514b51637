import { describe, expect, it } from 'vitest';
import { circuit } from '../../../src/server/proxy/circuit.ts';
import { requestBudget } from '../../../src/server/proxy/request-budget.ts';
import { upstreamGate, type Gate } from '../../../src/server/proxy/upstream-gate.ts';
import { minute, start } from './asked.ts';

interface Clock {
  at: number;
}

function gateOver(
  answer: () => Response | Promise<Response>,
  clock: Clock,
  perMinute = 600,
): Gate & { asked: number } {
  const counted = { asked: 0 };
  const gate = upstreamGate(
    { name: 'Upstream', perMinute, places: 4, reset: 'seconds from now' },
    {
      now: () => clock.at,
      fetch: async () => {
        counted.asked += 1;
        return answer();
      },
    },
  );
  return Object.assign(counted, gate);
}

const ask = (gate: Gate, path = '/a'): Promise<string> =>
  gate.fetch(`http://upstream.test${path}`).then(
    (response) => String(response.status),
    (error: unknown) => (error instanceof Error ? error.message : 'unknown'),
  );

function limited(remaining: number, reset = 30): Response {
  const headers = {
    'x-ratelimit-name': 'queries',
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
  };
  return new Response('', { headers });
}

describe('the gate before an upstream', () => {
  it('stops before a tenth of a limit is left, until its reset, and for the paths of that limit only', async () => {
    const clock = { at: start };
    let remaining = 11;
    const gate = gateOver(() => limited(remaining), clock);
    expect(await ask(gate)).toBe('200');
    expect(await ask(gate)).toBe('200');
    remaining = 10;
    expect(await ask(gate)).toBe('200');
    expect(await ask(gate)).toContain('10 of 100 left');
    expect(await ask(gate, '/of-another-limit')).toBe('200');
    clock.at += 30_000;
    expect(await ask(gate)).toBe('200');
    expect(gate.state().limits).toMatchObject([{ name: 'queries', limit: 100, remaining: 10 }]);
  });

  it('asks nothing of a path that said 429, until it may come back', async () => {
    const clock = { at: start };
    const gate = gateOver(() => new Response('', { status: 429, headers: { 'retry-after': '20' } }), clock);
    expect(await ask(gate)).toBe('429');
    expect(await ask(gate)).toContain('limit');
    expect(gate.asked).toBe(1);
    clock.at += 20_000;
    expect(await ask(gate)).toBe('429');
  });

  it('leaves an upstream alone that failed five times, tries it once, and comes back', async () => {
    const clock = { at: start };
    let status = 500;
    const gate = gateOver(() => new Response('', { status }), clock);
    for (let i = 0; i < 5; i++) await ask(gate);
    expect(await ask(gate)).toContain('five times');
    expect([gate.asked, gate.state().circuit]).toEqual([5, 'open']);
    clock.at += 10_000;
    const [first, second] = await Promise.all([ask(gate), ask(gate)]);
    expect([first, second]).toEqual(['500', expect.stringContaining('five times')]);
    clock.at += 10_000;
    status = 200;
    expect(await ask(gate)).toBe('200');
    expect(gate.state().circuit).toBe('closed');
  });

  it('measures how far their clock is from ours', async () => {
    const date = new Date(start - 90_000).toUTCString();
    const gate = gateOver(() => new Response('', { headers: { date } }), { at: start });
    await ask(gate);
    expect(gate.state().clockSkew).toBe(-89_500);
  });

  it('spends no more than its budget, and says when it may go on', async () => {
    const clock = { at: start };
    const gate = gateOver(() => new Response(''), clock, 6);
    for (let i = 0; i < 6; i++) expect(await ask(gate)).toBe('200');
    expect(await ask(gate)).toContain('6 requests a minute');
    expect(gate.state().budget).toEqual({ used: 6, left: 0, perMinute: 6 });
    clock.at += minute / 6;
    expect(await ask(gate)).toBe('200');
  });

  it('never has more requests under way than it has places', async () => {
    let running = 0;
    let most = 0;
    const gate = gateOver(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => {
          setTimeout(resolve, 1);
        });
        running -= 1;
        return new Response('');
      },
      { at: start },
    );
    await Promise.all(Array.from({ length: 20 }, () => ask(gate)));
    expect(most).toBe(4);
  });
});

describe('further tries', () => {
  it('are a tenth of the requests in the long run, so that failures bring no storm', () => {
    const clock = { at: start };
    const budget = requestBudget(100_000, () => clock.at);
    let tries = 0;
    for (let i = 0; i < 1000; i++) {
      budget.take();
      if (budget.mayRetry()) tries += 1;
    }
    expect(tries).toBeLessThanOrEqual(104);
    expect(tries).toBeGreaterThanOrEqual(90);
  });
});

it('a trial that is given up leaves the way free for the next', () => {
  const clock = { at: start };
  const one = circuit(() => clock.at);
  for (let i = 0; i < 5; i++) one.bad();
  clock.at += 10_000;
  expect(one.blockedUntil()).toBeNull();
  expect(one.blockedUntil()).not.toBeNull();
  one.dropped();
  expect(one.blockedUntil()).toBeNull();
});

describe('circuits', () => {
  const replies = new Map<string, () => Response>();
  const over = (clock: Clock): Gate & { asked: string[] } => {
    const asked: string[] = [];
    const gate = upstreamGate(
      { name: 'Upstream', perMinute: 600, places: 4, reset: 'seconds from now' },
      {
        now: () => clock.at,
        fetch: async (input) => {
          const { pathname } = new URL(String(input instanceof Request ? input.url : input));
          asked.push(pathname);
          return replies.get(pathname)?.() ?? new Response('', { status: 500 });
        },
      },
    );
    return Object.assign({ asked }, gate);
  };

  it('belong to one kind of request each: what only fails closes no other', async () => {
    replies.set('/well', () => new Response(''));
    const gate = over({ at: start });
    for (let i = 1; i <= 5; i++) await ask(gate, `/api/v1/monitor/${i}`);
    expect(await ask(gate, '/api/v1/monitor/6')).toContain('five times');
    expect(await ask(gate, '/well')).toBe('200');
    expect(gate.state()).toMatchObject({
      circuit: 'open',
      open: [{ name: '/api/v1/monitor/:id', state: 'open' }],
    });
  });

  it('belong to the limit a source counts several paths by', async () => {
    let status = 200;
    const headers = { 'x-ratelimit-name': 'queries', 'x-ratelimit-limit': '100', 'x-ratelimit-reset': '9' };
    const answer = (): Response =>
      new Response('', { status, headers: { ...headers, 'x-ratelimit-remaining': '90' } });
    replies.set('/timeseries', answer).set('/scalar', answer);
    const gate = over({ at: start });
    await ask(gate, '/timeseries');
    await ask(gate, '/scalar');
    status = 503;
    for (let i = 0; i < 5; i++) await ask(gate, '/timeseries');
    expect(await ask(gate, '/scalar')).toContain('five times');
    expect(gate.state().open).toEqual([{ name: 'queries', state: 'open' }]);
  });

  it('stay closed for a limit that is used up, and the rest of the source goes on', async () => {
    replies
      .set('/logs', () => new Response('', { status: 429, headers: { 'retry-after': '30' } }))
      .set('/metrics', () => new Response(''));
    const clock = { at: start };
    const gate = over(clock);
    for (let i = 0; i < 8; i++) await ask(gate, '/logs');
    expect(gate.asked.filter((path) => path === '/logs')).toHaveLength(1);
    expect(await ask(gate, '/metrics')).toBe('200');
    expect(gate.state().circuit).toBe('closed');
  });

  it('close on a trial that brings the name of the limit with it', async () => {
    const clock = { at: start };
    const gate = over(clock);
    for (let i = 0; i < 5; i++) await ask(gate, '/new');
    clock.at += 10_000;
    replies.set('/new', () => limited(90));
    expect(await ask(gate, '/new')).toBe('200');
    expect(gate.state()).toMatchObject({ circuit: 'closed', open: [] });
  });
});
