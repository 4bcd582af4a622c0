import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOfAddress } from './network.ts';

const group = fc.integer({ min: 0, max: 0xffff });
/** An address in a short form, as a socket tells it: the longest run of zeros left out, no zeros in front. */
const written = (groups: readonly number[]) => new URL(`http://[${groups.map((one) => one.toString(16)).join(':')}]`).hostname.slice(1, -1);

test('Every address of one /64 counts as the same network, whatever zeros its short form leaves out; of another, as another', () => {
  const half = fc.array(fc.oneof(fc.constant(0), group), { minLength: 4, maxLength: 4 });
  fc.assert(fc.property(half, half, half, half, (mine, theirs, one, other) => {
    // What lies there in the low half is an IPv4 address.
    fc.pre(mine.some((part) => part !== 0) && theirs.some((part) => part !== 0));
    expect(networkOfAddress(written([...mine, ...one]))).toBe(networkOfAddress(written([...mine, ...other])));
    expect(networkOfAddress(written([...mine, ...one])) === networkOfAddress(written([...theirs, ...one]))).toBe(mine.join() === theirs.join());
  }));
});

test.each([
  ['2001:db8::1', '2001:db8:0:0'], ['2001:db8::abcd:1:2:3', '2001:db8:0:0'], ['[2001:db8::2]:443', '2001:db8:0:0'], ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::ffff:192.0.2.1', '192.0.2.1'], ['0:0:0:0:0:ffff:192.0.2.2', '192.0.2.2'], ['192.0.2.1', '192.0.2.1'], ['192.0.2.1:50123', '192.0.2.1'], ['unknown', 'unknown'],
])('%s is of the network %s', (said, network) => {
  expect(networkOfAddress(said)).toBe(network);
});
