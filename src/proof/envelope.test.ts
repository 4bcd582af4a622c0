import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DataKey, openEnvelope, openValue, sealedWith, sealEnvelope, SealRefused, sealValue } from './envelope.ts';
import { packInner, unpackInner } from './inner.ts';
import { naughtyStrings } from './naughty.ts';

const id = (end: string): string => `018f3c1e-0000-7000-8000-${end.padStart(12, '0')}`;
const key: DataKey = { id: id('1'), bytes: randomBytes(32) };
const place = { conversation: id('c'), author: id('a'), seq: 7 };
const where = { org: id('e'), table: 'person', column: 'telephone', row: id('a') };

describe('an envelope', () => {
  it('opens at its own place with its own key, for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), fc.uuid(), fc.uuid(), fc.nat(), (inner, conversation, author, seq) => {
      const at = { conversation, author, seq };
      expect(openEnvelope(key, at, sealEnvelope(key, at, inner))).toEqual(Buffer.from(inner));
    }));
  });

  it('refuses another seq, author, conversation, key and key id', () => {
    const sealed = sealEnvelope(key, place, Buffer.from('words'));
    for (const moved of [{ seq: 8 }, { author: id('b') }, { conversation: id('d') }])
      expect(() => openEnvelope(key, { ...place, ...moved }, sealed)).toThrow(SealRefused);
    expect(() => openEnvelope({ ...key, bytes: randomBytes(32) }, place, sealed)).toThrow(SealRefused);
    expect(() => openEnvelope({ ...key, id: id('2') }, place, sealed)).toThrow(SealRefused);
  });

  it('refuses a change of any single bit, and any cut', () => {
    const sealed = sealEnvelope(key, place, Buffer.from('a short message'));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openEnvelope(key, place, changed)).toThrow(SealRefused);
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => openEnvelope(key, place, sealed.subarray(0, length))).toThrow(SealRefused);
  });

  it('refuses a re-labelled key id even under the same key bytes', () => {
    const sealed = sealEnvelope(key, place, Buffer.from('words'));
    const relabelled = Buffer.concat([sealed.subarray(0, 1), Buffer.from(id('2').replaceAll('-', ''), 'hex'), sealed.subarray(17)]);
    expect(() => openEnvelope({ id: id('2'), bytes: key.bytes }, place, relabelled)).toThrow(SealRefused);
  });

  it('costs 45 bytes, names its key, and never looks the same twice', () => {
    const [one, two] = [sealEnvelope(key, place, Buffer.alloc(256)), sealEnvelope(key, place, Buffer.alloc(256))];
    expect(one.length).toBe(256 + 45);
    expect(sealedWith(one)).toBe(key.id);
    expect(one.equals(two)).toBe(false);
  });

  it('refuses a key that was put away, so that nothing is ever locked with zeros', () => {
    expect(() => sealEnvelope({ id: key.id, bytes: Buffer.alloc(32) }, place, Buffer.from('x'))).toThrow('put away');
  });

  it('carries the commitment key beside the payload', () => {
    const [kf, payload] = [randomBytes(32), Buffer.from('payload')];
    expect(unpackInner(packInner({ kf, payload }))).toEqual({ kf, payload });
    expect(() => unpackInner(Buffer.alloc(31))).toThrow(SealRefused);
  });
});

describe('a sealed value', () => {
  it('comes back for every text, with half characters made whole', () => {
    for (const text of naughtyStrings) expect(openValue(key, where, sealValue(key, where, text))).toBe(text.toWellFormed());
  });

  it('does not open in another organisation, table, column or row', () => {
    fc.assert(fc.property(fc.constantFrom('org', 'table', 'column', 'row'), fc.string(), (part, other) => {
      fc.pre(other !== where[part as keyof typeof where]);
      expect(() => openValue(key, { ...where, [part]: other }, sealValue(key, where, '07700 900000'))).toThrow(SealRefused);
    }));
  });

  it('does not confuse where one part ends and the next begins', () => {
    const sealed = sealValue(key, { ...where, table: 'ab', column: 'c' }, 'x');
    expect(() => openValue(key, { ...where, table: 'a', column: 'bc' }, sealed)).toThrow(SealRefused);
  });

  it('does not pass for a message, nor a message for a value', () => {
    expect(() => openEnvelope(key, place, sealValue(key, where, 'x'))).toThrow(SealRefused);
    expect(() => openValue(key, where, sealEnvelope(key, place, Buffer.from('x')))).toThrow(SealRefused);
  });
});
