import { createReadStream } from 'node:fs';
import { access, constants, open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { BackupRefused } from '../backup/refusal.ts';
import type { Link } from '../trail/index.ts';
import type { ChainKept, Section } from './section.ts';

const head = z.object({ trail: z.literal(1), made: z.iso.datetime() });
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const chainLine = z.object({ chain: z.string(), org: z.string(), begun: z.string(), why: z.string(), fromSeq: z.number().int().nonnegative(), fromHash: hash });
const linkLine = z.tuple([z.number().int().positive(), z.string(), z.string(), z.string()]);

/** What is written to a file at once. */
const PIECE = 256 * 1024;

/**
 * Writes chains as lines of JSON that anybody can check without a database: a head, then for each chain its name and `[number, predecessor, hash, entry]`
 * for each link. Ids only, no names and no words; it tells who did what when by id, so its mode is 0600. There whole or not at all.
 * @returns how many links were written.
 */
export async function writeExport(file: string, sections: AsyncIterable<Section>, at: Date): Promise<number> {
  const draft = `${file}.new`;
  const out = await open(draft, 'wx', 0o600);
  let [links, waiting] = [0, `${JSON.stringify({ trail: 1, made: at.toISOString() })}\n`];
  try {
    for await (const { chain, links: batches } of sections) {
      waiting += `${JSON.stringify({ chain: chain.chain, org: chain.org, begun: chain.begun, why: chain.why, fromSeq: chain.from.seq, fromHash: hex(chain.from.hash) })}\n`;
      for await (const batch of batches) {
        for (const { seq, prev, hash: own, entry } of batch) waiting += `${JSON.stringify([seq, hex(prev), hex(own), entry])}\n`;
        links += batch.length;
        if (waiting.length > PIECE) {
          await out.write(waiting);
          waiting = '';
        }
      }
    }
    await out.write(waiting);
    await out.sync();
  } catch (fault) {
    await out.close();
    await rm(draft, { force: true });
    throw fault;
  }
  await out.close();
  await rename(draft, file);
  return links;
}

/** The chains of an exported file, one after another. @throws BackupRefused `no-file`, `not-an-export`. */
export async function* readExport(file: string): AsyncGenerator<Section> {
  await access(file, constants.R_OK).catch(() => Promise.reject(new BackupRefused('no-file', { file })));
  const stream = createReadStream(file, 'utf8');
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true) return undefined;
    try {
      return JSON.parse(line.value) as unknown;
    } catch {
      throw new BackupRefused('not-an-export', { file });
    }
  };
  try {
    if (!head.safeParse(await next()).success) throw new BackupRefused('not-an-export', { file });
    let ahead = await next();
    while (ahead !== undefined) {
      const read = chainLine.safeParse(ahead);
      if (!read.success) throw new BackupRefused('not-an-export', { file });
      const links = batchesUntilChain(next, file);
      yield { chain: chainOf(read.data), links: { [Symbol.asyncIterator]: () => links } };
      // What was not taken is passed over: `ahead` is the next chain's own line.
      for (let passed = await links.next(); ; passed = await links.next()) {
        if (passed.done === true) {
          ahead = passed.value;
          break;
        }
      }
    }
  } finally {
    stream.destroy();
  }
}

const BATCH = 1_000;

/** Links in batches, until a line that is none: that line is what it returns. */
function batchesUntilChain(next: () => Promise<unknown>, file: string): AsyncIterator<readonly Link[], unknown> {
  let ended: { readonly value: unknown } | undefined;
  return {
    async next() {
      if (ended !== undefined) return { done: true, value: ended.value };
      const batch: Link[] = [];
      while (batch.length < BATCH) {
        const line = await next();
        if (!Array.isArray(line)) {
          ended = { value: line };
          break;
        }
        const read = linkLine.safeParse(line);
        if (!read.success) throw new BackupRefused('not-an-export', { file });
        const [seq, prev, own, entry] = read.data;
        batch.push({ seq, prev: Buffer.from(prev, 'hex'), hash: Buffer.from(own, 'hex'), entry });
      }
      return { done: false, value: batch };
    },
  };
}

function chainOf({ chain, org, begun, why, fromSeq, fromHash }: z.infer<typeof chainLine>): ChainKept {
  return { chain, org, begun, why, from: { seq: fromSeq, hash: Buffer.from(fromHash, 'hex') } };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
