import { isIP } from 'node:net';

/**
 * The network an address belongs to, for counting. One household or machine has a whole /64 of IPv6 addresses: they count as one, however each is written.
 * An IPv4 address is itself, also inside an IPv6 one (`::ffff:192.0.2.1`) and with the port that some proxies add. Anything else stays as it was said.
 */
export function networkOfAddress(said: string): string {
  const bare = withoutPort(said.trim()).replace(/%.*$/, '');
  if (isIP(bare) !== 6) return bare;
  const inside = /^(?:0*:){2,6}ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (inside !== undefined) return inside;
  const [before = [], after = []] = bare.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

function withoutPort(said: string): string {
  return /^\[(.*)\](?::\d+)?$/.exec(said)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(said)?.[1] ?? said;
}
