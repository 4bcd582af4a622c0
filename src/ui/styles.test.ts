import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { testAssets } from '../testing/assets.ts';

const tokens = readFileSync(new URL('styles/tokens.css', import.meta.url), 'utf8');

/** A colour token by day and by night. */
function colour(name: string): readonly [string, string] {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens);
  if (found === null) throw new Error(`No colour --${name}`);
  return [String(found[1]), String(found[2])];
}

/** WCAG 2.2 contrast ratio of two colours. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['paper', 'leaf', 'shade', 'moss-wash', 'clay-wash', 'alarm-wash'];
const texts = [
  ...['ink', 'ink-soft', 'moss'].flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ...['paper', 'leaf', 'alarm-wash'].map((ground) => ['alarm', ground] as const),
  ['on-moss', 'moss'], ['on-moss', 'moss-strong'], ['moss-strong', 'moss-wash'], ['paper', 'ink'], ['paper', 'ink-soft'], ['alarm-wash', 'alarm'],
] as const;
const edges = [['edge', 'paper'], ['edge', 'leaf'], ['moss', 'paper'], ['clay', 'paper'], ['clay', 'leaf'], ['alarm', 'leaf'], ['edge', 'moss-wash'], ['edge', 'clay-wash']] as const;

test.each(texts)('%s on %s is read at AAA contrast (7:1), by day and by night', (text, ground) => {
  for (const at of [0, 1] as const) expect(contrast(colour(text)[at], colour(ground)[at])).toBeGreaterThanOrEqual(7);
});

test.each(edges)('%s can be told from %s (3:1), by day and by night', (edge, ground) => {
  for (const at of [0, 1] as const) expect(contrast(colour(edge)[at], colour(ground)[at])).toBeGreaterThanOrEqual(3);
});

test('What a first page loads stays small: style 12 kB, script 2 kB, the two typefaces 60 kB', async () => {
  const { all, css, script } = await testAssets();
  const gz = (href: string | undefined) => gzipSync(all.find((file) => file.path === href)?.bytes ?? new Uint8Array(99_999)).length;
  expect(gz(css?.href)).toBeLessThan(12 * 1024);
  expect(gz(script('page')?.href)).toBeLessThan(2 * 1024);
  expect(gz(script('live-feed')?.href)).toBeLessThan(2 * 1024);
  const fonts = all.filter((file) => file.path.endsWith('.woff2'));
  expect(fonts).toHaveLength(4);
  expect(fonts.reduce((sum, file) => sum + file.bytes.length, 0)).toBeLessThan(60 * 1024);
});
