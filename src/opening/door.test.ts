import { expect, test } from 'vitest';
import { isOurHost } from './door.ts';

test.each([
  ['support.example.org', true],
  ['support.example.org:443', true],
  ['localhost:3000', true],
  ['127.0.0.1:3000', true],
  ['[::1]:3000', true],
  ['192.168.1.20:3000', true],
  ['north.example.org', true],
  ['evil.example', false],
  ['support.example.org.evil.example', false],
])('A request for %s is for us: %s', (host, ours) => {
  expect(isOurHost(host, 'https://support.example.org', ['north.example.org'])).toBe(ours);
});
