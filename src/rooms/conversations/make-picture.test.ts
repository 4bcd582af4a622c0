import { deflateSync, zipSync } from 'fflate';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { asFile, photoWithPlace } from '../../testing/photos.ts';
import { isPicture, makePicture, PICTURE_BYTES, type Picture } from './make-picture.ts';
import { kindOf } from './picture-kind.ts';
import { remakePicture } from './remake-picture.ts';

let photo: Buffer;
beforeAll(async () => {
  photo = await photoWithPlace();
});

async function made(bytes: Uint8Array): Promise<Picture> {
  const picture = await makePicture(asFile(bytes));
  return isPicture(picture) ? picture : expect.unreachable(String(picture));
}

/** A PNG whose head says it is this large, with hardly anything in it. */
function pngThatClaims(width: number, height: number): Buffer {
  const chunk = (kind: string, body: Buffer) => {
    const named = Buffer.concat([Buffer.from(kind), body]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', Buffer.from(deflateSync(new Uint8Array(64)))), chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

describe('a picture made from a photo', () => {
  test('has nothing of where, when and with what it was taken, and stands upright', async () => {
    expect((await sharp(photo).metadata()).exif?.toString('latin1')).toContain('CANARY-camera');
    for (const format of ['jpeg', 'webp', 'png'] as const) {
      const { bytes, width, height } = await made(await photoWithPlace({ format }));
      expect([width, height], format).toEqual([300, 400]);
      const meta = await sharp(bytes).metadata();
      expect(meta).toMatchObject({ format: 'webp', width: 300, height: 400 });
      for (const left of ['exif', 'icc', 'xmp', 'iptc', 'orientation', 'comments'] as const) expect(meta[left], left).toBeUndefined();
      expect(bytes.toString('latin1')).not.toMatch(/CANARY|EXIF|GPS/);
      const [red, , blue] = await sharp(bytes).extract({ left: 150, top: 40, width: 1, height: 1 }).raw().toBuffer();
      expect((red ?? 0) > (blue ?? 0), `${format}: red on top`).toBe(true);
    }
  });

  test('is at most 1600 pixels long, and never larger than it was', async () => {
    expect(await made(await photoWithPlace({ width: 4000, height: 3000 }))).toMatchObject({ width: 1200, height: 1600 });
    expect(await made(await photoWithPlace({ width: 20, height: 10 }))).toMatchObject({ width: 10, height: 20 });
  });
});

describe('what is not taken', () => {
  test('More than 5 MB, more than 24 megapixels and a head that lies about its size are too large', async () => {
    expect(await makePicture(asFile(Buffer.concat([photo, Buffer.alloc(PICTURE_BYTES)])))).toBe('too-large');
    for (const [width, height] of [[6000, 4001], [30_000, 30_000], [65_000, 65_000], [1, 30_000_000]] as const) {
      expect(await makePicture(asFile(pngThatClaims(width, height), 'small.png', 'image/png')), `${width}x${height}`).not.toSatisfy(isPicture);
    }
    expect(await makePicture(asFile(pngThatClaims(6000, 4001)))).toBe('too-large');
  });

  test('A moving picture, and every other kind of file whatever it calls itself, is no picture', async () => {
    const frames = await sharp([photo, await sharp(photo).negate().jpeg().toBuffer()], { join: { animated: true } }).webp({ delay: [100, 100] }).toBuffer();
    expect((await sharp(frames).metadata()).pages).toBe(2);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="file:///etc/passwd"/><script>alert(1)</script></svg>';
    const others: Record<string, Uint8Array> = {
      frames, svg: Buffer.from(svg), html: Buffer.from('<!doctype html><script>alert(1)</script>'), zip: zipSync({ 'a.txt': Buffer.from('x') }), pdf: Buffer.from('%PDF-1.7\n'), empty: new Uint8Array(1),
      gif: await sharp(photo).gif().toBuffer(), tiff: await sharp(photo).tiff().toBuffer(), avif: await sharp(photo).avif({ effort: 0 }).toBuffer(), php: Buffer.from('<?php system($_GET[0]);'),
    };
    for (const [name, bytes] of Object.entries(others)) expect([name, await makePicture(asFile(bytes, 'photo.jpg', 'image/jpeg'))]).toEqual([name, 'not-a-picture']);
  });

  test('A picture with something else behind or inside it keeps only the picture', async () => {
    for (const more of ['<script>alert("CANARY")</script>', Buffer.from(zipSync({ CANARY: Buffer.from('CANARY') })), '%PDF-1.7 CANARY']) {
      for (const format of ['jpeg', 'png', 'webp'] as const) {
        const picture = await makePicture(asFile(Buffer.concat([await photoWithPlace({ format }), Buffer.from(more)])));
        if (isPicture(picture)) expect(picture.bytes.toString('latin1')).not.toContain('CANARY');
      }
    }
  });

  test('Whatever is cut off, turned over or made up, it ends as a picture or as a plain no, and the next one is made', async () => {
    const photos = await Promise.all((['jpeg', 'png', 'webp'] as const).map((format) => photoWithPlace({ width: 64, height: 48, format })));
    const heads = [Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('RIFF\x40\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(0)];
    const cut = fc.tuple(fc.constantFrom(...photos), fc.double({ min: 0, max: 0.98, noNaN: true })).map(([bytes, share]) => bytes.subarray(0, Math.floor(bytes.length * share)));
    const turned = fc.tuple(fc.constantFrom(...photos), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 20 })).map(([bytes, places]) => {
      const copy = Buffer.from(bytes);
      for (const [at, by] of places) copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ by;
      return copy;
    });
    const madeUp = fc.tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 })).map(([head, rest]) => Buffer.concat([head, rest]));
    const whatever = fc.oneof(cut, turned, madeUp);
    // A process for each of hundreds would take minutes: the same work is tried here, and the way through the process with a few.
    await fc.assert(fc.asyncProperty(whatever, async (bytes) => {
      const remade = await remakePicture(bytes, kindOf(bytes) ?? 'jpeg');
      if (typeof remade === 'string') expect(['not-a-picture', 'too-large', 'broken']).toContain(remade);
      else expect((await sharp(remade.bytes).metadata()).format).toBe('webp');
    }), { numRuns: 300 });
    await fc.assert(fc.asyncProperty(whatever, async (bytes) => {
      const picture = await makePicture(asFile(bytes));
      if (!isPicture(picture)) expect(['not-a-picture', 'too-large', 'broken']).toContain(picture);
    }), { numRuns: 10 });
    expect(await makePicture(asFile(photo.subarray(0, photo.length - 300)))).toBe('broken');
    expect(await makePicture(asFile(photo))).toSatisfy(isPicture);
  });

  test('Many at once are made one after the other; beyond a handful the next is asked to wait', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => makePicture(asFile(photo))));
    expect(all.filter(isPicture)).toHaveLength(8);
    expect(all.filter((one) => one === 'busy')).toHaveLength(12);
  });
});
