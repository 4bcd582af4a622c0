import { constants, createReadStream } from 'node:fs';
import { access, link, open, rm, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type Duplex, pipeline, Readable } from 'node:stream';
import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { flush } from '../platform/postgres/layout.ts';
import { BackupRefused } from './refusal.ts';
import { type Opening, seal, type Sealing, underPassphrase, unseal } from './sealed-stream.ts';

/** One piece of an archive: a note (JSON) or bytes that belong to the note before them. */
export type Piece = { readonly note: Readonly<Record<string, unknown>> } | { readonly bytes: Buffer };

/** What an archive holds; each says so in its first note. */
export type ArchiveKind = 'content' | 'keyring' | 'archive-key' | 'base' | 'segment' | 'ledger';

/** Compressed and opened in parts of this size. */
const PARTS = 256 * 1024;

/**
 * Writes an archive: pieces, compressed, sealed under a passphrase or towards a key. The file appears whole, durable and readable by its owner alone, or not at all.
 * @throws BackupRefused `file-exists` (nothing is written over), `no-space`.
 */
export async function writeArchive(path: string, sealing: string | Sealing, kind: ArchiveKind, pieces: AsyncIterable<Piece>): Promise<number> {
  const whole = resolve(path);
  await refuseIfThere(whole);
  const draft = `${whole}.partial`;
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', 0o600);
  let size = 0;
  try {
    try {
      const packed = through(framed(kind, pieces), packing(kind));
      for await (const part of seal(packed, typeof sealing === 'string' ? underPassphrase(sealing) : sealing)) {
        await handle.writeFile(part);
        size += part.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link never takes the place of a file that appeared meanwhile.
    await link(draft, whole).catch(async (fault: NodeJS.ErrnoException) => {
      if (fault.code === 'EEXIST') throw new BackupRefused('file-exists', { file: path });
      throw fault;
    });
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOSPC') throw new BackupRefused('no-space', { file: path }, fault);
    throw fault;
  } finally {
    await rm(draft, { force: true });
  }
  await flush(dirname(whole));
  return size;
}

/** Says no when a file stands there already, or none can. @throws BackupRefused `file-exists`, `no-directory`. */
export async function refuseIfThere(path: string): Promise<void> {
  if (await stat(path).then(() => true, () => false)) throw new BackupRefused('file-exists', { file: path });
  const directory = dirname(resolve(path));
  if (!(await access(directory, constants.W_OK).then(() => true, () => false))) throw new BackupRefused('no-directory', { directory });
}

/**
 * Reads an archive piece by piece; each is proved by then, but only the end proves that nothing is missing.
 * @throws BackupRefused `no-file`, `other-kind`, or what opening it says.
 */
export async function* readArchive(path: string, opening: string | Opening, kind: ArchiveKind): AsyncGenerator<Piece> {
  if (!(await stat(path).then((found) => found.isFile(), () => false))) throw new BackupRefused('no-file', { file: path });
  const plain = through(unseal(createReadStream(path), typeof opening === 'string' ? underPassphrase(opening) : opening), unpacking(kind));
  try {
    let ended = false;
    for await (const piece of unframed(plain)) {
      if ('note' in piece && piece.note['archive'] !== undefined && piece.note['archive'] !== kind) throw new BackupRefused('other-kind', { file: path });
      if ('note' in piece && piece.note['end'] === true) ended = true;
      else yield piece;
    }
    if (!ended) throw new BackupRefused('cut-short', { file: path });
  } catch (fault) {
    if (fault instanceof BackupRefused) throw new BackupRefused(fault.code, { file: basename(path), ...fault.about }, fault);
    throw fault;
  }
}

/** Files that people keep are opened by any tool of any year; a continuous archive grows each minute, and zstd takes a third of the room and of the time (measured). */
const ANYWHERE: readonly ArchiveKind[] = ['content', 'keyring'];
const packing = (kind: ArchiveKind): Duplex => (ANYWHERE.includes(kind) ? createGzip({ level: 1, chunkSize: PARTS }) : createZstdCompress({ chunkSize: PARTS }));
const unpacking = (kind: ArchiveKind): Duplex => (ANYWHERE.includes(kind) ? createGunzip({ chunkSize: PARTS }) : createZstdDecompress({ chunkSize: PARTS }));

/** A fault on either side, or an end in the middle, ends both; whoever reads hears of it. */
function through(from: AsyncIterable<Buffer>, change: Duplex): AsyncIterable<Buffer> {
  return pipeline(Readable.from(from), change, () => undefined);
}

async function* framed(kind: ArchiveKind, pieces: AsyncIterable<Piece>): AsyncGenerator<Buffer> {
  yield frame({ note: { archive: kind } });
  for await (const piece of pieces) yield frame(piece);
  yield frame({ note: { end: true } });
}

/** A letter, the length, the bytes. */
function frame(piece: Piece): Buffer {
  const body = 'note' in piece ? Buffer.from(JSON.stringify(piece.note)) : piece.bytes;
  const head = Buffer.alloc(5);
  head.write('note' in piece ? 'N' : 'B');
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

async function* unframed(plain: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  let waiting = Buffer.alloc(0);
  for await (const part of plain) {
    waiting = Buffer.concat([waiting, part]);
    for (;;) {
      const length = waiting.length < 5 ? Number.POSITIVE_INFINITY : waiting.readUInt32BE(1);
      if (waiting.length < 5 + length) break;
      const body = waiting.subarray(5, 5 + length);
      yield waiting.toString('latin1', 0, 1) === 'N' ? { note: JSON.parse(body.toString()) as Record<string, unknown> } : { bytes: body };
      waiting = waiting.subarray(5 + length);
    }
  }
}
