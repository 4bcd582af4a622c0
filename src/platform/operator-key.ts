import { createHmac, randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makePlace } from './place.ts';
import { flush } from './postgres/layout.ts';
import { DatabaseRefusal } from './postgres/refusal.ts';

/** At least this many bytes: what is derived from it guards everything. */
const BYTES = 32;

/**
 * The operator's secret: `COMPANIONWAY_SECRET` (hex or base64, so that several nodes share it), else `<data>/secrets/operator.key`,
 * made the first time with mode 0600. Two processes that start at once end with the same one.
 * @throws DatabaseRefusal `secret-too-short`; NoPlace.
 */
export async function operatorSecret(data: string, given = process.env.COMPANIONWAY_SECRET): Promise<Buffer> {
  if (given !== undefined && given !== '') return decoded(given);
  const directory = join(data, 'secrets');
  const path = join(directory, 'operator.key');
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) return decoded(kept);

  // The data directory itself stays open to the server's account, which walks through it; only this one is closed.
  await makePlace(data);
  await makePlace(directory, 0o700);
  const fresh = `${path}.${process.pid}`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(`${randomBytes(BYTES).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // A link appears whole or not at all, and never over an older one.
  await link(fresh, path).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EEXIST') throw fault;
  });
  await rm(fresh, { force: true });
  await flush(directory);
  return decoded(await readFile(path, 'utf8'));
}

/**
 * The password of one database role: the same on every node that has the secret, and nothing that would give the secret away. `LOGINS_RENEWED`, any word that
 * was not there before, gives each login another one at the next start (ASVS 13.2.1): the secret itself cannot change, since addresses are looked up by it.
 */
export function rolePassword(secret: Buffer, role: string, renewed = process.env.LOGINS_RENEWED ?? ''): string {
  return createHmac('sha256', secret).update(renewed === '' ? role : `${role}\n${renewed}`).digest('base64url');
}

function decoded(text: string): Buffer {
  const trimmed = text.trim();
  const bytes = /^[0-9a-f]+$/i.test(trimmed) && trimmed.length % 2 === 0 ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (bytes.length < BYTES) throw new DatabaseRefusal('secret-too-short', { bytes: bytes.length, needed: BYTES });
  return bytes;
}
