/**
 * How long a trail of a million entries takes to seal through the round itself and to verify from its table, as `companionway audit verify` does, beside plain
 * SHA-256 over the same bytes. Run: `npx node bin/bench.mjs trail [entries]`. The promise: a million verified in under 10 s, from the table and from an exported file.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { readExport, trailIn, verifyTrail, writeExport } from '../src/audit/index.ts';
import { connectPastWalls } from '../src/backup/content.ts';
import { movableClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import { localBus } from '../src/platform/events.ts';
import type { House } from '../src/platform/house.ts';
import { newId } from '../src/platform/ids.ts';
import { layoutOf } from '../src/platform/postgres/layout.ts';
import { bringUpDatabase } from '../src/platform/postgres/bring-up.ts';
import { sealTrail } from '../src/rooms/witness/index.ts';

/** Fills a database of its own, seals, verifies, prints; the directory goes with it. */
export async function run(words: readonly string[]): Promise<void> {
  const entries = Number(words[0] ?? 1_000_000);
  const data = await mkdtemp(join(tmpdir(), 'companionway-bench-trail-'));
  const raised = await bringUpDatabase({ data });
  try {
    const owner = await connectPastWalls(raised.owner);
    const org = newId();
    await owner.query(`insert into organisation (org_id, name) values ('${org}', 'Bench')`);
    await owner.query(`insert into trail (org_id, id, at, actor_id, actor_kind, act, outcome, subject_kind, subject_id, programme_id, request_id)
      select '${org}', (lpad(to_hex(1763000000000 + n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, timestamptz '2026-01-01' + n * interval '10 seconds', gen_random_uuid(), 'person',
        'conversations.send-message', 'done', 'conversation', gen_random_uuid(), gen_random_uuid(), 'r' || n from generate_series(1, ${entries}) n`);
    await owner.query('analyze trail');
    const never = () => Promise.reject(new Error('not asked here'));
    const house: House = {
      config: readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent' }), db: raised.database, clock: movableClock(new Date()), bus: localBus(), log: pino({ level: 'silent' }), secret: () => Buffer.alloc(32),
      keyring: { unwrap: never, tag: never, anchor: never, verify: never, destroy: never, health: never, close: async () => undefined } as unknown as House['keyring'],
    };
    const [sealed, sealing] = await timed(async () => {
      let total = 0;
      for (let some = await sealTrail(house, org); some > 0; some = await sealTrail(house, org)) total += some;
      return total;
    });
    await owner.query('analyze trail_link');
    const trail = trailIn(owner);
    const before = process.cpuUsage();
    const [found, verifying] = await timed(() => verifyTrail(trail.sections(), [], {}));
    const spent = process.cpuUsage(before);
    const [outside, looking] = await timed(() => trail.outside(org));

    const file = join(data, 'bench.trail');
    const [, writing] = await timed(() => writeExport(file, trail.sections(), new Date()));
    const [fromFile, rereading] = await timed(() => verifyTrail(readExport(file), [], {}));

    const texts: string[] = [];
    for await (const { links } of trail.sections()) for await (const batch of links) for (const { entry } of batch) texts.push(entry);
    const prefix = Buffer.alloc(59);
    const [, plain] = await timed(() => {
      for (const text of texts) createHash('sha256').update(prefix).update(text).digest();
    });
    const per = (seconds: number) => `${Math.round(sealed / seconds).toLocaleString('en')}/s`;
    process.stdout.write(`entries ${sealed} · seal ${sealing.toFixed(1)} s (${per(sealing)}) · verify ${verifying.toFixed(2)} s (${per(verifying)}, of it ${((spent.user + spent.system) / 1e6).toFixed(2)} s of this process) · outside ${looking.toFixed(2)} s · export ${writing.toFixed(1)} s · verify the file ${rereading.toFixed(2)} s · sha256 alone ${plain.toFixed(2)} s · verify : sha256 = ${(verifying / plain).toFixed(1)}\n`);
    await owner.end();
    if (found.chains[0]?.verdict.whole !== true || fromFile.chains[0]?.verdict.whole !== true || rereading > 10 * (entries / 1_000_000) || outside.leftOut > 0 || sealed !== entries || verifying + looking > 10 * (entries / 1_000_000)) process.exitCode = 1;
  } finally {
    await raised.stop();
    // Started as root below a closed directory, the database lies elsewhere and only a link to it here.
    await rm(dirname((await layoutOf(data)).cluster), { recursive: true, force: true });
    await rm(data, { recursive: true, force: true });
  }
}

async function timed<T>(work: () => T | Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  const result = await work();
  return [result, (performance.now() - began) / 1000];
}
