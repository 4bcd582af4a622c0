import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { kindOf } from './picture-kind.ts';

/** The most bytes a picture may come with (ASVS 5.2.1). */
export const PICTURE_BYTES = 5 * 1024 * 1024;
/** Milliseconds one picture may take, and how many may be made or wait: a small machine has better things to do than pictures. */
const PATIENCE = 20_000;
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
 * Looks at a file by its bytes (never by its name or what the browser says of it) and has a new picture made of it: upright, at most 1600 pixels long,
 * without any metadata. JPEG, PNG and WebP with one frame and at most 24 megapixels only. One at a time, each in a process of its own that holds no secret:
 * what it needs in memory, and whatever a hostile file does to it, ends with it.
 * @throws only when no process can be started; never for what somebody chose.
 */
export async function makePicture(file: Blob): Promise<Picture | PictureTrouble> {
  if (file.size > PICTURE_BYTES) return 'too-large';
  const bytes = Buffer.from(await file.arrayBuffer());
  if (kindOf(bytes) === undefined) return 'not-a-picture';
  if (waiting >= WAITING) return 'busy';
  waiting += 1;
  const made = last.then(() => inItsProcess(bytes)).finally(() => void (waiting -= 1));
  last = made.catch(() => undefined);
  return made;
}

/** No secret of ours goes along. Windows starts no program without its own folder. */
const nothing = process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] };
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

async function inItsProcess(bytes: Buffer): Promise<Picture | PictureTrouble> {
  const maker = spawn(process.execPath, ['--permission', '--allow-addons', '--allow-fs-read=*', program()], { env: nothing, stdio: ['pipe', 'pipe', 'ignore'], timeout: PATIENCE, killSignal: 'SIGKILL' });
  const failed = new Promise<never>((_, no) => void maker.once('error', no));
  // Whoever is killed halfway reads no more: that is an answer, not a fault.
  maker.stdin.on('error', () => undefined);
  maker.stdin.end(bytes);
  const answer = await Promise.race([buffer(maker.stdout), failed]);
  if (answer.length < 8) return 'broken';
  const [width, height, rest] = [answer.readUInt32BE(0), answer.readUInt32BE(4), answer.subarray(8)];
  if (width > 0 && height > 0) return kindOf(rest) === 'webp' ? new Picture(rest, width, height) : 'broken';
  const word = rest.toString('latin1');
  return word === 'not-a-picture' || word === 'too-large' ? word : 'broken';
}

/** Where the process's program lies: beside this file when run from source, beside the other built programs otherwise. */
function program(): string {
  const here = new URL(import.meta.url);
  return fileURLToPath(new URL(here.pathname.endsWith('.ts') ? './remake-process.ts' : './picture-process.js', here));
}
