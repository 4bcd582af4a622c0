import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string) => readFileSync(new URL(`styles/${name}.css`, import.meta.url), 'utf8');
const [tokens, accents] = [read('tokens'), read('accents')];

/** A colour by day and by night, as an accent sets it, or as the tokens do. */
function colour(accent: string, name: string): readonly [string, string] {
  const own = accents.split(`.accent-${accent} {`)[1]?.split('}')[0] ?? '';
  const found = [own, tokens].map((css) => new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)).find((one) => one !== null);
  return [String(found?.[1]), String(found?.[2])];
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['paper', 'leaf', 'shade', 'moss-wash', 'clay-wash'];
const pairs = [...['ink', 'ink-soft', 'moss'].flatMap((text) => grounds.map((ground) => [text, ground] as const)), ['on-moss', 'moss'], ['on-moss', 'moss-strong'], ['moss-strong', 'moss-wash']] as const;

test.each(['lake', 'plum'].flatMap((accent) => pairs.map((pair) => [accent, ...pair] as const)))('with the accent %s, %s on %s is read at AAA contrast, by day and by night', (accent, text, ground) => {
  for (const at of [0, 1] as const) expect(contrast(colour(accent, text)[at], colour(accent, ground)[at])).toBeGreaterThanOrEqual(7);
});
