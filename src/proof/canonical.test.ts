import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical, type Json, NotCanonical } from './canonical.ts';

it('gives equal values one text, whatever order their keys came in', () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
    const turned = Object.fromEntries(Object.entries(value).reverse());
    expect(canonical(turned as Json)).toBe(canonical(value as Json));
  }));
});

it('can be read back as the same value', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(canonical(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
  }));
});

it('gives different values different texts', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
    fc.pre(JSON.stringify(one) !== JSON.stringify(two));
    const same = canonical(one as Json) === canonical(two as Json);
    if (same) expect(one).toEqual(two);
  }));
});

it('sorts keys, keeps __proto__ an ordinary key, and makes half characters whole', () => {
  expect(canonical(JSON.parse('{"b":1,"__proto__":{"x":2},"a":[true,null,"é"]}') as Json)).toBe('{"__proto__":{"x":2},"a":[true,null,"é"],"b":1}');
  expect(canonical('a\uD800')).toBe('"a\uFFFD"');
  expect(canonical(-0)).toBe('0');
});

it('refuses what JSON would lose', () => {
  for (const lost of [Number.NaN, Number.POSITIVE_INFINITY, undefined, { a: undefined }, 1n, new Date(0), new Map(), () => 1, [undefined]])
    expect(() => canonical(lost as unknown as Json)).toThrow(NotCanonical);
});
