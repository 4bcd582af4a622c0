import sharp from 'sharp';
import type { Kind } from './picture-kind.ts';

// Runs in a process of its own (remake-process.ts). Every reader but the three is shut, nothing is kept between pictures.
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });

/** The most pixels a picture may have, and how long its longest side is when it is kept (ASVS 5.2.6). */
const PIXELS = 24_000_000;
const LONGEST = 1600;

/** A WebP file without metadata, and its size in pixels. */
export interface Remade {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Decodes a picture of this kind and makes a new one: upright, small, sRGB, without any metadata. One frame only. Never throws for what is in the bytes. */
export async function remakePicture(bytes: Buffer, kind: Kind): Promise<Remade | 'not-a-picture' | 'too-large' | 'broken'> {
  try {
    const { format, width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (format !== kind || pages !== 1) return 'not-a-picture';
    if (width * height > PIXELS) return 'too-large';
    const { data, info } = await sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error', sequentialRead: true })
      .autoOrient()
      .resize({ width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true })
      // What shows through would be dark by night and light by day.
      .flatten({ background: '#ffffff' })
      .webp({ quality: 80, effort: 3 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch {
    // The library’s words may quote what is in the file; whoever chose it needs only to know that it cannot be read.
    return 'broken';
  }
}
