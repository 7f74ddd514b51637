import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** What a person may do: read; also observe, take, accept and decide; also change the plan. */
export type Role = 'viewer' | 'monitor' | 'owner';

export interface Person {
  readonly name: string;
  readonly role: Role;
}

/**
 * How Stagewatch knows who is who: a name typed by the one person at this machine, or a header that a login in front
 * sets, believed only when it comes from an address that is trusted.
 */
export type Identity =
  | { readonly kind: 'typed' }
  | {
      readonly kind: 'header';
      /** In small letters. */
      readonly header: string;
      readonly trusts: (address: string) => boolean;
      readonly roleOf: (name: string) => Role;
      /** Whom a viewer can ask: owners first. */
      readonly ask?: readonly string[];
    };

const ranks: readonly Role[] = ['viewer', 'monitor', 'owner'];

/** True where `role` includes everything `needed` may do. */
export function mayAct(role: Role, needed: Role): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(needed);
}

/** Everybody reads; those named as monitors or owners do more. `*` names everybody who is logged in. */
export function rolesByName(monitors: readonly string[], owners: readonly string[]): (name: string) => Role {
  const [isMonitor, isOwner] = [inSmall(monitors), inSmall(owners)];
  return (name) => {
    const key = name.toLowerCase();
    if (isOwner.has('*') || isOwner.has(key)) return 'owner';
    return isMonitor.has('*') || isMonitor.has(key) ? 'monitor' : 'viewer';
  };
}

function inSmall(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((one) => one.toLowerCase()));
}

/**
 * Trusted addresses: single ones ("10.0.0.5") or networks ("10.0.0.0/8").
 * @returns the check, or the entry that is no address.
 */
export function trustedAddresses(
  list: readonly string[],
):
  | { readonly ok: true; readonly trusts: (address: string) => boolean }
  | { readonly ok: false; readonly bad: string } {
  const block = new BlockList();
  for (const entry of list) {
    if (!addTo(block, entry)) return { ok: false, bad: entry };
  }
  return {
    ok: true,
    trusts: (address) => {
      // A socket that listens on both families shows IPv4 neighbours as ::ffff:10.0.0.5.
      const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
      if (isIPv4(plain)) return block.check(plain, 'ipv4');
      return isIPv6(plain) && block.check(plain, 'ipv6');
    },
  };
}

function addTo(block: BlockList, entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (rest.length > 0 || !(isIPv4(address) || isIPv6(address))) return false;
  if (prefix === undefined) {
    block.addAddress(address, family);
    return true;
  }
  const bits = Number(prefix);
  if (!/^\d{1,3}$/.test(prefix) || bits > (family === 'ipv6' ? 128 : 32)) return false;
  block.addSubnet(address, bits, family);
  return true;
}
