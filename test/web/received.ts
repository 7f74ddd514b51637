import { http, HttpResponse } from 'msw';
import { mockWorld } from './mock-world.ts';

/** Keeps what is posted to an address, and answers it. */
export function received(
  path: string,
  answer: () => Response = () => HttpResponse.json({}, { status: 201 }),
): unknown[] {
  const bodies: unknown[] = [];
  mockWorld.server?.use(
    http.post(path, async ({ request }) => {
      bodies.push(await request.json());
      return answer();
    }),
  );
  return bodies;
}
