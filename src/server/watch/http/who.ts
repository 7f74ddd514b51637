import type { Context, MiddlewareHandler } from 'hono';
import { mayAct, type Identity, type Person, type Role } from '../identity/identity.ts';
import type { Found } from './find.ts';
import { problem } from './problem.ts';

export interface WhoDeps {
  readonly identity: Identity;
  /** The address a request's socket comes from; never what a header claims. */
  readonly remoteAddress: (c: Context) => string | undefined;
  /** Where refusals go. */
  readonly report: (message: string) => void;
}

const longestName = 120;

/**
 * With a login in front: every request must come through it and name a person; its health alone is told to anybody.
 * Without one: writes are taken only under a loopback name, so that no foreign page can borrow this machine's address.
 */
export function identityGuard(deps: WhoDeps): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.path === '/api/health') return next();
    const refusal = deps.identity.kind === 'header' ? refuseUnnamed(c, deps) : refuseForeignName(c, deps);
    if (refusal !== undefined) return refusal;
    return next();
  };
}

function refuseUnnamed(c: Context, deps: WhoDeps): Response | undefined {
  const read = named(c, deps);
  return read.ok ? undefined : read.response;
}

function refuseForeignName(c: Context, deps: WhoDeps): Response | undefined {
  const host = c.req.header('host');
  if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method) || host === undefined || isLoopback(host))
    return undefined;
  return refuse(c, deps, 403, {
    title: 'A typed name will not do here',
    detail: `The request is for ${host}, and nothing says who sent it.`,
    remedy: 'Open http://127.0.0.1, or set STAGEWATCH_USER_HEADER to the header your login sets.',
  });
}

function isLoopback(host: string): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host);
}

/** The person the login names. */
function named(c: Context, deps: WhoDeps): Found<Person> {
  const { identity } = deps;
  if (identity.kind !== 'header') throw new Error('only a login names people');
  const address = deps.remoteAddress(c);
  if (address === undefined || !identity.trusts(address)) {
    const detail = `${address ?? 'An unknown address'} is not trusted to say who is who.`;
    return refused(c, deps, 403, {
      title: 'Not through the login',
      detail,
      remedy: 'Use the address of the login, or add its proxy to STAGEWATCH_TRUSTED_ADDRESSES.',
    });
  }
  const name = (c.req.header(identity.header) ?? '').trim();
  // A comma means that the header came twice: once from somebody who was not asked.
  if (name === '' || name.length > longestName || /[,\p{Cc}]/u.test(name)) {
    return refused(c, deps, 401, {
      title: 'Nobody named',
      detail:
        name === ''
          ? `The header ${identity.header} is empty.`
          : `The header ${identity.header} is no single name.`,
      remedy: 'Log in again. The login must set this header once and drop what the browser sends.',
    });
  }
  return { ok: true, value: { name, role: identity.roleOf(name) } };
}

/** Who reads: the person the login names, or whoever sits at this machine. */
export function reader(c: Context, deps: WhoDeps): { readonly name: string | null; readonly role: Role } {
  if (deps.identity.kind === 'typed') return { name: null, role: 'owner' };
  const read = named(c, deps);
  return read.ok ? read.value : { name: null, role: 'viewer' };
}

/** Who writes. A login's name wins over a typed one; every write needs one of the two, and the role it takes. */
export function writer(c: Context, deps: WhoDeps, typed: string | undefined, needed: Role): Found<Person> {
  if (deps.identity.kind === 'typed') {
    if (typed !== undefined) return { ok: true, value: { name: typed, role: 'owner' } };
    const response = problem(c, 422, {
      title: 'Not what was expected',
      detail: 'who: nobody is named.',
      remedy: 'Say who you are: every entry carries a name.',
    });
    return { ok: false, response };
  }
  const read = named(c, deps);
  if (!read.ok || mayAct(read.value.role, needed)) return read;
  return refused(c, deps, 403, {
    title: 'Not your role',
    detail: `${read.value.name} is a ${read.value.role}; this takes a ${needed}.`,
    remedy: `Ask a ${needed}, or have your name added to ${needed === 'owner' ? 'STAGEWATCH_OWNERS' : 'STAGEWATCH_MONITORS'}.`,
  });
}

/** Why somebody can't be handed a duty: with a login, only named monitors could take it. */
export function notMonitor(c: Context, { identity }: WhoDeps, to: string): Response | undefined {
  if (identity.kind !== 'header' || mayAct(identity.roleOf(to), 'monitor')) return undefined;
  return problem(c, 422, {
    title: 'Not a monitor',
    detail: `${to} is not named as a monitor or owner, and could not take it.`,
    remedy: 'Name somebody of STAGEWATCH_MONITORS or STAGEWATCH_OWNERS.',
  });
}

type Parts = Parameters<typeof problem>[2];

function refused(c: Context, deps: WhoDeps, status: 401 | 403, parts: Parts): Found<never> {
  return { ok: false, response: refuse(c, deps, status, parts) };
}

function refuse(c: Context, deps: WhoDeps, status: 401 | 403, parts: Parts): Response {
  deps.report(`Refused ${c.req.method} ${c.req.path}: ${parts.title}. ${parts.detail}`);
  return problem(c, status, parts);
}
