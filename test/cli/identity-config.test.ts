import { expect, it } from 'vitest';
import { readIdentity } from '../../src/cli/identity-config.ts';
import { readServeConfig } from '../../src/cli/serve-config.ts';

it('takes typed names on this machine alone', () => {
  expect(readIdentity({})).toEqual({ identity: { kind: 'typed' }, publicUrl: null, problems: [] });
});

it('may be reached by others once a login names them', () => {
  const read = readServeConfig({ STAGEWATCH_HOST: '0.0.0.0', STAGEWATCH_USER_HEADER: 'X-Forwarded-User' });
  expect(read).toMatchObject({
    ok: true,
    config: { host: '0.0.0.0', identity: { kind: 'header', header: 'x-forwarded-user' } },
  });
});

it.each([
  ['10.1.2.3', true],
  ['::ffff:10.1.2.3', true],
  ['11.1.2.3', false],
  ['192.0.2.7', true],
  ['192.0.2.8', false],
  ['2001:db8::5', true],
  ['2001:db9::5', false],
  ['', false],
  ['10.1.2.3, 8.8.8.8', false],
])('trusts %s: %s', (address, trusted) => {
  const { identity, problems } = readIdentity({
    STAGEWATCH_USER_HEADER: 'x-user',
    STAGEWATCH_TRUSTED_ADDRESSES: '10.0.0.0/8, 192.0.2.7, 2001:db8::/32',
  });
  expect(problems).toEqual([]);
  expect(identity.kind === 'header' && identity.trusts(address)).toBe(trusted);
});

it.each([
  ['ana@example.gov', 'owner'],
  ['ANA@example.gov', 'owner'],
  ['ben', 'monitor'],
  ['cy', 'viewer'],
])('%s is a %s', (name, role) => {
  const { identity } = readIdentity({
    STAGEWATCH_USER_HEADER: 'x-user',
    STAGEWATCH_MONITORS: 'ben, dee',
    STAGEWATCH_OWNERS: 'ana@example.gov',
  });
  expect(identity.kind === 'header' && identity.roleOf(name)).toBe(role);
});

it('names whom a viewer can ask: owners first, each once, and no "everybody"', () => {
  const { identity } = readIdentity({
    STAGEWATCH_USER_HEADER: 'x-user',
    STAGEWATCH_MONITORS: 'ben, ana, *',
    STAGEWATCH_OWNERS: 'ana',
  });
  expect(identity.kind === 'header' && identity.ask).toEqual(['ana', 'ben']);
});

it('makes everybody a monitor where the list says so', () => {
  const { identity } = readIdentity({ STAGEWATCH_USER_HEADER: 'x-user', STAGEWATCH_MONITORS: '*' });
  expect(identity.kind === 'header' && identity.roleOf('anyone')).toBe('monitor');
});

it.each([
  [{ STAGEWATCH_USER_HEADER: 'x user' }, /no header's name/],
  [{ STAGEWATCH_USER_HEADER: 'x-user', STAGEWATCH_TRUSTED_ADDRESSES: 'the proxy' }, /"the proxy"/],
  [{ STAGEWATCH_USER_HEADER: 'x-user', STAGEWATCH_TRUSTED_ADDRESSES: '10.0.0.0/33' }, /"10.0.0.0\/33"/],
  [{ STAGEWATCH_MONITORS: 'ben' }, /STAGEWATCH_MONITORS means nothing without/],
  [{ STAGEWATCH_PUBLIC_URL: 'stagewatch.example' }, /no http\(s\) address/],
])('refuses %o and says why', (env, reason) => {
  expect(readIdentity(env).problems).toEqual([expect.stringMatching(reason)]);
});
