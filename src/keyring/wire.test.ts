import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naughtyStrings } from '../proof/naughty.ts';
import { KeyringMisused, keyIdOf, valueKey, wordsKey } from './place.ts';
import { cast, markOf } from './testing.ts';
import { messageBytes, messageReader, readKeyAnswers, readRequest, readTagAnswers, type Request } from './wire.ts';

const mark = markOf(cast.amina, { previous: Buffer.alloc(32, 7) });
const requests: readonly Request[] = [
  { call: 'unwrap', session: 's', asks: [wordsKey(cast.talk, cast.amina), valueKey(cast.org, cast.ben, 3), keyIdOf(wordsKey(cast.talk, cast.ben))] },
  { call: 'unwrap', session: null, asks: [] },
  { call: 'tag', session: 'é😀', marks: [mark, { ...mark, previous: null }] },
  { call: 'tag', anchor: { chain: cast.org, seq: 0, head: 'ab'.repeat(32), hour: '2026-11-21T12', tagsRoot: null } },
  { call: 'verify', messages: [{ mark, tag: Buffer.alloc(32, 9), tagKeyId: '1.2026-11-21' }] },
  { call: 'destroy', session: null, what: { kind: 'keys', ids: [cast.org] } },
  { call: 'destroy', session: 's', what: { kind: 'person', org: cast.org, person: cast.ben } },
  { call: 'health' },
];

function heard(bytes: Buffer, cuts: readonly number[] = []): unknown[] {
  const messages: unknown[] = [];
  const read = messageReader((message) => messages.push(message));
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    read(bytes.subarray(from, end));
    from = end;
  }
  return messages;
}

describe('the wire', () => {
  it('carries every request unchanged, however its bytes arrive', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...requests), { maxLength: 4 }), fc.array(fc.nat(), { maxLength: 9 }), (sent, cuts) => {
      const messages = heard(Buffer.concat(sent.map(messageBytes)), cuts);
      expect(messages.map((message) => readRequest(message as Record<string, unknown>))).toEqual(sent);
    }));
  });

  it('refuses random values and random changes with KeyringMisused and nothing else', () => {
    const refuses = (value: Record<string, unknown>): void => {
      try {
        readRequest(value);
      } catch (error) {
        expect(error).toBeInstanceOf(KeyringMisused);
      }
    };
    const anything = fc.oneof(fc.jsonValue(), fc.constantFrom(...naughtyStrings));
    fc.assert(fc.property(fc.constantFrom(...requests), fc.constantFrom('call', 'session', 'asks', 'marks', 'anchor', 'messages', 'what'), anything, (request, field, value) => {
      refuses({ ...(JSON.parse(messageBytes(request).subarray(4).toString()) as object), [field]: value });
    }), { numRuns: 2000 });
    fc.assert(fc.property(fc.dictionary(fc.string(), anything), fc.constantFrom('kind', 'generation', 'author', 'ids', 'mark', 'seq', 'time', 'commitment'), anything, (base, field, value) => {
      for (const call of ['unwrap', 'tag', 'verify', 'destroy']) refuses({ session: 's', ...base, call, asks: [{ ...wordsKey(cast.talk, cast.amina), [field]: value }], marks: [{ ...mark, [field]: value }], messages: [{ mark: { [field]: value } }], what: { kind: 'keys', [field]: value } });
    }), { numRuns: 1000 });
  });

  it('refuses random bytes with KeyringMisused and nothing else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        heard(Buffer.from(bytes));
        heard(Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]));
      } catch (error) {
        expect(error).toBeInstanceOf(KeyringMisused);
      }
    }));
    expect(() => heard(Buffer.from([0xff, 0, 0, 0]))).toThrow('too large');
  });

  it('carries answers with keys and tags, and refusals as they are', () => {
    const key = { id: cast.org, bytes: Buffer.alloc(32, 5) };
    const carried = (value: unknown): unknown => (heard(messageBytes({ value }))[0] as { value: unknown }).value;
    expect(readKeyAnswers(carried([{ ok: true, key }, { ok: false, why: 'destroyed' }]))).toEqual([{ ok: true, key }, { ok: false, why: 'destroyed' }]);
    const tag = { ok: true, tag: Buffer.alloc(32, 1), tagKeyId: '1.2026-11-21' };
    expect(readTagAnswers(carried([tag, { ok: false, why: 'wrong-time' }]))).toEqual([tag, { ok: false, why: 'wrong-time' }]);
    expect(() => readKeyAnswers(carried([{ ok: true, key: { id: cast.org, bytes: Buffer.alloc(31) } }]))).toThrow(KeyringMisused);
  });
});
