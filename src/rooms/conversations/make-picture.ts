import { type Kind, kindOf } from './picture-kind.ts';

/** The most bytes a picture may come with, the most pixels it may have, and how long its longest side is when it is kept (confidentiality 5.1, ASVS 5.2.1 and 5.2.6). */
export const PICTURE_BYTES = 5 * 1024 * 1024;
const PIXELS = 24_000_000;
const LONGEST = 1600;
/** Seconds one picture may take, and how many may wait: a small machine has better things to do than pictures. */
const SECONDS = 20;
const WAITING = 8;

/** Why what was chosen is not taken. */
export type PictureTrouble = 'not-a-picture' | 'too-large' | 'broken' | 'busy';

/** A picture made anew from what came in: nothing of the file itself is left, no place, no camera, no name. Only {@link makePicture} makes one. */
class Picture {
  /** A WebP file without metadata. */
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  constructor(bytes: Buffer, width: number, height: number) {
    this.bytes = bytes;
    this.width = width;
    this.height = height;
  }
}
export type { Picture };

/** Whether this came from {@link makePicture}. */
export function isPicture(value: unknown): value is Picture {
  return value instanceof Picture;
}

/**
 * Looks at a file by its bytes (never by its name or what the browser says of it), decodes it and makes a new picture: upright, at most 1600 pixels long,
 * sRGB, without any metadata. JPEG, PNG and WebP with one frame only. One at a time; never throws for what somebody chose.
 */
export async function makePicture(file: Blob): Promise<Picture | PictureTrouble> {
  if (file.size > PICTURE_BYTES) return 'too-large';
  const bytes = Buffer.from(await file.arrayBuffer());
  const kind = kindOf(bytes);
  if (kind === undefined) return 'not-a-picture';
  if (waiting >= WAITING) return 'busy';
  waiting += 1;
  const made = last.then(() => remake(bytes, kind)).finally(() => void (waiting -= 1));
  last = made.catch(() => undefined);
  return made;
}

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

async function remake(bytes: Buffer, kind: Kind): Promise<Picture | PictureTrouble> {
  const sharp = await library();
  try {
    const { format, width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (format !== kind || pages !== 1) return 'not-a-picture';
    if (width * height > PIXELS) return 'too-large';
    const { data, info } = await sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error', sequentialRead: true })
      .timeout({ seconds: SECONDS })
      .autoOrient()
      .resize({ width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true })
      // What shows through would be dark by night and light by day.
      .flatten({ background: '#ffffff' })
      .webp({ quality: 80, effort: 3 })
      .toBuffer({ resolveWithObject: true });
    return new Picture(data, info.width, info.height);
  } catch {
    // The library’s words may quote what is in the file; whoever chose it needs only to know that it cannot be read.
    return 'broken';
  }
}

type Library = (typeof import('sharp'))['default'];
let ready: Promise<Library> | undefined;

/** The library, loaded with the first picture: a house without pictures never carries it. Every reader but the three is shut. */
function library(): Promise<Library> {
  return (ready ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
    return sharp;
  }));
}
