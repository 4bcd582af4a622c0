import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naughtyStrings } from './naughty.ts';
import { decodePayload, encodePayload, type Payload, PayloadRefused, sizeBucket } from './payload.ts';

const ids = { conversation: '018f3c1e-0000-7000-8000-000000000001', author: '018f3c1e-0000-7000-8000-00000000000a' };

const said = (body: string, more: Partial<Payload> = {}): Payload => ({
  v: 1, ...ids, clientMessageId: 'm1', body, attachments: [], replyTo: null, ...more,
});

const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const anyAttachment = fc.record(
  { id: anyText, name: anyText, mediaType: anyText, size: fc.nat(), key: anyText, sha256: anyText, description: anyText, width: fc.nat(), height: fc.nat() },
  { requiredKeys: ['id', 'name', 'mediaType', 'size', 'key', 'sha256', 'description'] },
);
const anyPayload: fc.Arbitrary<Payload> = fc.record(
  { v: fc.constant(1 as const), conversation: fc.uuid(), author: fc.uuid(), clientMessageId: anyText, body: anyText, note: anyText,
    attachments: fc.array(anyAttachment, { maxLength: 3 }), replyTo: fc.option(fc.uuid()) },
  { requiredKeys: ['v', 'conversation', 'author', 'clientMessageId', 'body', 'attachments', 'replyTo'] },
);

describe('a payload', () => {
  it('comes back as it was, for every payload', () => {
    fc.assert(fc.property(anyPayload, (payload) => {
      expect(decodePayload(encodePayload(payload))).toEqual(payload);
    }));
  });

  it('keeps every naughty string, with half characters made whole first', () => {
    for (const text of naughtyStrings) {
      const back = decodePayload(encodePayload(said(text, { note: text, clientMessageId: text })));
      expect(back.body).toBe(text.toWellFormed());
      expect(back.note).toBe(text.toWellFormed());
    }
  });

  it('keeps any sequence of UTF-16 units, well formed', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      expect(decodePayload(encodePayload(said(text))).body).toBe(text.toWellFormed());
    }));
  });

  it('has one form whatever order its fields were written in', () => {
    const { body, v, author, ...rest } = said('hello', { note: 'grief' });
    expect(encodePayload({ author, body, ...rest, v })).toEqual(encodePayload(said('hello', { note: 'grief' })));
  });

  it('tells apart a note that is absent and a note that is empty', () => {
    expect(decodePayload(encodePayload(said('x')))).not.toHaveProperty('note');
    expect(decodePayload(encodePayload(said('x', { note: '' }))).note).toBe('');
  });

  it('has a size of 256 bytes, 1 kB, 4 kB or a multiple of 4 kB', () => {
    fc.assert(fc.property(fc.nat(20_000), (length) => {
      const size = encodePayload(said('a'.repeat(length))).length;
      expect(size === 256 || size === 1024 || size % 4096 === 0).toBe(true);
      expect(size).toBeGreaterThan(length);
    }), { numRuns: 200 });
    expect([0, 256, 257, 1024, 1025, 4096, 4097, 8193].map(sizeBucket)).toEqual([256, 256, 1024, 1024, 4096, 4096, 8192, 12288]);
  });

  it('does not let two short answers be told apart by their size', () => {
    expect(encodePayload(said('yes')).length).toBe(encodePayload(said('no, not really')).length);
  });

  it('refuses any change of any byte, or reads different words, never a crash', () => {
    const bytes = encodePayload(said('See you on Monday'));
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      try {
        expect(decodePayload(changed)).not.toEqual(said('See you on Monday'));
      } catch (error) {
        expect(error).toBeInstanceOf(PayloadRefused);
      }
    }
  });

  it('refuses other spellings of the same JSON', () => {
    const pad = (text: string): Buffer => {
      const padded = Buffer.alloc(256);
      padded.write(text);
      padded[Buffer.byteLength(text)] = 0x80;
      return padded;
    };
    const canonicalText = encodePayload(said('hi')).toString('utf8').replace(/\ufffd\0*$/, '');
    expect(decodePayload(pad(canonicalText)).body).toBe('hi');
    for (const other of [` ${canonicalText}`, canonicalText.replace('hi', '\\u0068i'), canonicalText.replace('"v":1', '"extra":0,"v":1'), canonicalText.replace('"v":1', '"v":2'), '[]', 'null', '{}', ''])
      expect(() => decodePayload(pad(other))).toThrow(PayloadRefused);
  });

  it('refuses random bytes without quoting them', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      expect(() => decodePayload(bytes)).toThrow(PayloadRefused);
    }));
  });
});
