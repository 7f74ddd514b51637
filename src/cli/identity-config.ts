import { rolesByName, trustedAddresses, type Identity } from '#server/watch/identity/identity.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ReadIdentity {
  readonly identity: Identity;
  readonly publicUrl: string | null;
  readonly problems: readonly string[];
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Who may do what, from the environment. Without a login's header only this machine may be listened on: anybody else
 * who can reach Stagewatch could write under any name.
 */
export function readIdentity(env: Environment): ReadIdentity {
  const problems: string[] = [];
  const publicUrl = readPublicUrl(env['STAGEWATCH_PUBLIC_URL'], problems);
  const header = (env['STAGEWATCH_USER_HEADER'] ?? '').trim().toLowerCase();
  if (header === '') {
    problems.push(...withoutLogin(env));
    return { identity: { kind: 'typed' }, publicUrl, problems };
  }
  if (!/^[a-z0-9-]+$/.test(header))
    problems.push(
      `STAGEWATCH_USER_HEADER is "${header}", which is no header's name, such as X-Forwarded-User.`,
    );
  const trusted = trustedAddresses(listOf(env['STAGEWATCH_TRUSTED_ADDRESSES'] ?? '127.0.0.1, ::1'));
  if (!trusted.ok)
    problems.push(
      `STAGEWATCH_TRUSTED_ADDRESSES has "${trusted.bad}", which is neither an address nor a network such as 10.0.0.0/8.`,
    );
  const [monitors, owners] = [listOf(env['STAGEWATCH_MONITORS']), listOf(env['STAGEWATCH_OWNERS'])];
  const roleOf = rolesByName(monitors, owners);
  const ask = [...new Set([...owners, ...monitors])].filter((name) => name !== '*');
  const trusts = trusted.ok ? trusted.trusts : (): boolean => false;
  return { identity: { kind: 'header', header, trusts, roleOf, ask }, publicUrl, problems };
}

function withoutLogin(env: Environment): readonly string[] {
  const host = env['STAGEWATCH_HOST'] ?? '127.0.0.1';
  const idle = ['STAGEWATCH_TRUSTED_ADDRESSES', 'STAGEWATCH_MONITORS', 'STAGEWATCH_OWNERS'].filter(
    (name) => (env[name] ?? '') !== '',
  );
  return [
    ...(loopback.has(host)
      ? []
      : [
          `STAGEWATCH_HOST is ${host}, which others can reach, and nothing says who they are. Put a login in front and name its header in STAGEWATCH_USER_HEADER, or bind 127.0.0.1.`,
        ]),
    ...idle.map((name) => `${name} means nothing without STAGEWATCH_USER_HEADER.`),
  ];
}

function readPublicUrl(text: string | undefined, problems: string[]): string | null {
  if (text === undefined || text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.href.replace(/\/$/, '');
  problems.push('STAGEWATCH_PUBLIC_URL is no http(s) address, such as https://stagewatch.example.');
  return null;
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
