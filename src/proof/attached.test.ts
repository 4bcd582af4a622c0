import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attach, openAttached } from './attached.ts';
import { SealRefused } from './envelope.ts';

const place = { conversation: '018f3c1e-0000-7000-8000-000000000001', author: '018f3c1e-0000-7000-8000-00000000000a' };
const id = '018f3c1e-0000-7000-8000-0000000000ff';
const file = (bytes: Uint8Array) => ({ id, name: '', mediaType: 'image/webp', description: '', bytes });

describe('a file that belongs to a message', () => {
  test('comes back as it was, whatever its bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const { sealed, attachment } = attach(place, file(bytes));
      expect(Buffer.compare(openAttached(place, attachment, sealed), bytes)).toBe(0);
      expect(attachment.size).toBe(bytes.length);
    }));
  });

  test('opens nowhere else, with no changed byte, no other key and no other file’s bytes', () => {
    const { sealed, attachment } = attach(place, file(Buffer.from('a picture')));
    const other = attach(place, { ...file(Buffer.from('another')), id: place.author });
    const refused = (work: () => unknown) => expect(work).toThrow(SealRefused);
    refused(() => openAttached({ ...place, author: id }, attachment, sealed));
    refused(() => openAttached({ ...place, conversation: id }, attachment, sealed));
    refused(() => openAttached(place, { ...attachment, key: other.attachment.key }, sealed));
    refused(() => openAttached(place, attachment, other.sealed));
    for (let at = 0; at < sealed.length; at += 1) refused(() => openAttached(place, attachment, sealed.with(at, (sealed[at] ?? 0) ^ 1)));
  });

  test('two sealings of one file have nothing in common, so that nobody can ask whether a known picture was sent', () => {
    const [one, two] = [attach(place, file(Buffer.alloc(100))), attach(place, file(Buffer.alloc(100)))];
    expect(one.attachment.key).not.toBe(two.attachment.key);
    expect(one.attachment.sha256).not.toBe(two.attachment.sha256);
  });
});
