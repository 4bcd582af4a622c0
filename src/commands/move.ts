import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyTrail, withTrailInDatabase } from '../audit/index.ts';
import { BackupRefused, hasCluster, moveContent } from '../backup/index.ts';
import { speak } from '../messages/index.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { operatorSecret } from '../platform/operator-key.ts';
import { readAddress, type ServerAddress } from '../platform/postgres/address.ts';
import { layoutOf } from '../platform/postgres/layout.ts';
import { superviseServer } from '../platform/postgres/supervise.ts';
import type { AnchorKeys } from '../trail/index.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';
import { readWords, WordsNotUnderstood } from './words.ts';

/** Progress is told when this many milliseconds went by since the last line. */
const EVERY_MS = 1_000;

/** `companionway move --to server|embedded`: all content from the embedded database to the server of DATABASE_URL, or back. The old one is only read. */
export async function move(words: readonly string[]): Promise<ExitCode> {
  const { values } = readWords(words, { to: { type: 'string' } }, 0);
  const { to } = values;
  if (to !== 'server' && to !== 'embedded') throw new WordsNotUnderstood();
  const t = speak(tongue());
  const config = readConfig(process.env);
  if (config.databaseUrl === undefined) {
    tell(t('command.move.no-url'));
    return 2;
  }
  if (to === 'server' && !(await hasCluster(config.data))) throw new BackupRefused('nothing-here');
  const secret = await operatorSecret(config.data);
  const server = readAddress(config.databaseUrl);
  tell(t(to === 'server' ? 'command.move.to-server' : 'command.move.to-embedded'));
  const { tables, rows, chains } = await withEmbedded(config, to === 'embedded', async (embedded) => {
    const [from, into] = to === 'server' ? [embedded, server] : [server, embedded];
    const moved = await moveContent({ from, to: into, secret, at: new Date(), onTable: nowAndThen() });
    return { ...moved, chains: await brokenChains(config, to) };
  });
  if (chains.length > 0) {
    tell(t('command.move.chain', { chains: chains.join(', ') }));
    return 1;
  }
  tell(t('command.move.done', { tables, rows }));
  tell(t(to === 'server' ? 'command.move.then-server' : 'command.move.then-embedded', { directory: (await layoutOf(config.data)).home }));
  return 0;
}

/** Wakes the embedded server, which takes its lock, so nobody else is at it. One that was made for this and did not come to be whole is taken away again. */
async function withEmbedded<T>(config: Config, makes: boolean, work: (embedded: ServerAddress) => Promise<T>): Promise<T> {
  const was = await hasCluster(config.data);
  const server = await superviseServer({ data: config.data, pgBin: process.env.PG_BIN, onProgress: progress });
  try {
    return await work(server.address).finally(() => server.stop());
  } catch (fault) {
    if (makes && !was) {
      const { cluster, password, ballast } = await layoutOf(config.data);
      for (const left of [cluster, password, ballast]) await rm(left, { recursive: true, force: true });
    }
    if (makes && fault instanceof BackupRefused && fault.code === 'not-empty') throw new BackupRefused('not-empty', { where: (await layoutOf(config.data)).home }, fault);
    throw fault;
  }
}

/** Walks the trail where it is now, against its signed anchors. @returns the chains that do not hold. */
async function brokenChains(config: Config, to: 'server' | 'embedded'): Promise<readonly string[]> {
  const keys = await readFile(join(config.data, 'anchors', 'keys.json'), 'utf8').then((text) => JSON.parse(text) as AnchorKeys, () => ({}));
  const place = { data: config.data, databaseUrl: to === 'server' ? config.databaseUrl : undefined };
  const found = await withTrailInDatabase(place, async (trail) => verifyTrail(trail.sections(), Object.keys(keys).length === 0 ? [] : await trail.anchors(), keys));
  return [...found.chains.filter(({ verdict }) => !verdict.whole).map(({ chain }) => chain.chain), ...found.absent];
}

function nowAndThen(): (so: { tables: number; rows: number }) => void {
  const t = speak(tongue());
  let last = Date.now();
  return ({ tables, rows }) => {
    if (Date.now() - last < EVERY_MS) return;
    last = Date.now();
    tell(t('command.move.so-far', { tables, rows }));
  };
}
