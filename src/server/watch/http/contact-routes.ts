import type { Context, Hono } from 'hono';
import { postNumber, type ContactList } from '#contract/contacts.ts';
import { mayAct } from '../identity/identity.ts';
import { seal, unseal } from '../identity/seal.ts';
import { isForNow } from '../notices/compose-notice.ts';
import type { AppDeps } from './app-deps.ts';
import { findReadable } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { noSuch } from './recorded.ts';
import { reader, writer } from './who.ts';

type Contact = ContactList[number];

/** Whom to call. Numbers are never in a plan, a notice, the log or a figure: they are told to monitors alone, here. */
export function contactRoutes(app: Hono, deps: AppDeps): void {
  app.get('/api/rollouts/:id/contacts', async (c) => {
    const found = findReadable(c, deps.library);
    if (!found.ok) return found.response;
    const { plan } = found.value;
    const numbers = await deps.store.numbers(
      plan.contacts.flatMap((one) => (one.ref === null ? [] : [one.ref])),
    );
    const sealed = new Map(numbers.map((one) => [one.ref, one.sealed]));
    const isMonitor = mayAct(reader(c, deps).role, 'monitor');
    const contacts = plan.contacts.map((one): Contact => {
      const of = numberOf(one.ref, sealed, isMonitor, deps.contactKey);
      return { ...one, now: isForNow(plan, one, deps.now()), ...of };
    });
    return c.json(contacts, 200, { 'cache-control': 'no-store' });
  });

  app.post('/api/rollouts/:id/contacts/:ref/number', (c) => keepNumber(c, deps));
}

function numberOf(
  ref: string | null,
  sealed: ReadonlyMap<string, string>,
  isMonitor: boolean,
  key: string | null,
): Pick<Contact, 'number' | 'why'> {
  if (ref === null) return { number: null, why: 'no ref' };
  const kept = sealed.get(ref);
  if (kept === undefined) return { number: null, why: 'none on file' };
  if (!isMonitor) return { number: null, why: 'not for your role' };
  const number = key === null ? null : unseal(kept, ref, key);
  return number === null ? { number, why: 'not readable with this key' } : { number, why: null };
}

async function keepNumber(c: Context, deps: AppDeps): Promise<Response> {
  const found = findReadable(c, deps.library);
  if (!found.ok) return found.response;
  const body = await readBody(c, postNumber);
  if (!body.ok) return body.response;
  const person = writer(c, deps, body.value.who, 'owner');
  if (!person.ok) return person.response;
  const ref = c.req.param('ref') ?? '';
  const refs = found.value.plan.contacts.flatMap((one) => (one.ref === null ? [] : [one.ref]));
  if (!refs.includes(ref)) return noSuch(c, 'contact', ref, refs);
  if (deps.contactKey === null) {
    return problem(c, 409, {
      title: 'No key for numbers',
      detail: 'Numbers are kept sealed, and nothing says with what.',
      remedy:
        'Set STAGEWATCH_CONTACT_KEY to a secret of 16 characters or more, and keep it apart from backups.',
    });
  }
  const [by, at] = [person.value.name, deps.now()];
  await deps.store.saveNumber({ ref, sealed: seal(body.value.number, ref, deps.contactKey), by, at });
  return c.json({ ref, by, at }, 201, { 'cache-control': 'no-store' });
}
