import { availableParallelism } from 'node:os';
import { sql } from 'kysely';
import type { House } from '../../../platform/house.ts';
import { type Inside, insideHouse } from '../../../platform/inside.ts';
import { MOST_TRIES, TAKEN_SECONDS } from '../rules.ts';
import { gather, type RoundAsked } from './gather.ts';
import type { FromThread } from './round-inputs.ts';
import { startThread, threadProgram } from './start-thread.ts';

/** The news that a round was asked for: its beginnings wake whoever works on rounds. */
export const ROUND_ASKED = 'matching-rounds';

/** The topic on which open pages hear how far a round is. */
export function roundTopic(round: string): string {
  return `round:${round}`;
}

/** A round that this node took, and which try this is: what a node that was overtaken says later is not kept. */
interface Taken extends RoundAsked {
  readonly tries: number;
}

type Made = Extract<FromThread, { kind: 'made' }>;

/**
 * Makes every round that waits in one organisation. One node at a time works on a round: it says so in the row, again and again; when it falls silent
 * (a restart, a power cut) the next one takes the round over from its beginning, at most three times.
 */
export async function workRounds(house: House, org: string): Promise<number> {
  for (let made = 0; ; made += 1) {
    const taken = await take(house, org);
    if (taken === undefined) return made;
    try {
      await make(house, org, taken);
    } catch (fault) {
      house.log.error({ round: taken.id, fault: fault instanceof Error ? fault.name : 'unknown', message: fault instanceof Error ? fault.message : '' }, 'a matching round failed');
      await insideHouse(house, org, 'matching.round', (inside) => fail(inside, taken, 'fault'));
    }
  }
}

async function take(house: House, org: string): Promise<Taken | undefined> {
  return insideHouse(house, org, 'matching.round', async (inside) => {
    const row = await inside.db
      .selectFrom('matching_round')
      .selectAll()
      .where('org_id', '=', org)
      .where('state', '=', 'working')
      .where((e) => e.or([e('taken_until', 'is', null), e('taken_until', '<', inside.now)]))
      .orderBy('asked_at')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const taken = {
      id: row.id, programme: row.programme_id, askedAt: row.asked_at, weights: row.weights as Readonly<Record<string, number>>, against: row.against_id, crew: crewOf(), tries: row.tries + 1,
    };
    if (row.tries >= MOST_TRIES) {
      await fail(inside, { ...taken, tries: row.tries }, 'interrupted');
      return undefined;
    }
    await inside.db
      .updateTable('matching_round')
      .set({ tries: taken.tries, taken_until: until(inside.now), told_at: inside.now, stage: 'gathering', fraction: 0 })
      .where('org_id', '=', org)
      .where('id', '=', row.id)
      .execute();
    return taken;
  });
}

/** One processor is left for everything else. */
function crewOf(): number {
  return Math.max(1, availableParallelism() - 1);
}

/** Gathers, waits for the thread, keeps what it made. */
async function make(house: House, org: string, taken: Taken): Promise<void> {
  const worker = startThread({ role: 'round', entry: threadProgram().href, crew: taken.crew });
  const lines: string[] = [];
  const telling = teller(house, org, taken, () => void worker.terminate());
  try {
    const made = new Promise<Made>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('The thread of the round ended before it was done.')));
      worker.on('message', (word: FromThread) => {
        if (word.kind === 'at') telling.at(word.stage, word.fraction);
        if (word.kind === 'lines') lines.push(word.json);
        if (word.kind === 'made') resolve(word);
      });
    });
    // A thread that fails while rows are still being gathered is heard once they are.
    made.catch(() => undefined);
    await insideHouse(house, org, 'matching.round', (inside) => gather(inside, taken, (slice) => worker.postMessage(slice)));
    const done = await made;
    telling.at('keeping', 0.9);
    await telling.stop();
    await keep(house, org, taken, done, lines);
  } catch (fault) {
    if (!telling.stopped()) throw fault;
  } finally {
    await telling.stop();
    await worker.terminate();
  }
}

/** Writes how far a round is at most once a second, which also says that this node still works on it. When the round is not ours any more, `gone` is called. */
function teller(house: House, org: string, taken: Taken, gone: () => void) {
  let at: { readonly stage: string; readonly fraction: number } = { stage: 'gathering', fraction: 0 };
  let [over, writing] = [false, Promise.resolve()];
  const tell = async () => {
    const ours = await insideHouse(house, org, 'matching.round', (inside) => {
      inside.announce(roundTopic(taken.id));
      return mine(inside, taken).set({ stage: at.stage, fraction: at.fraction, told_at: inside.now, taken_until: until(inside.now) }).executeTakeFirst();
    });
    if (ours.numUpdatedRows > 0n || over) return;
    over = true;
    gone();
  };
  const timer = setInterval(() => {
    writing = writing.then(tell).catch(() => undefined);
  }, 1000);
  timer.unref();
  return {
    at(stage: string, fraction: number) {
      at = { stage, fraction };
    },
    stopped: () => over,
    async stop() {
      clearInterval(timer);
      await writing;
    },
  };
}

/** Keeps the whole round in one transaction: either all of it is there, or it is still being made. */
async function keep(house: House, org: string, taken: Taken, made: Made, lines: readonly string[]): Promise<void> {
  await insideHouse(house, org, 'matching.round', async (inside) => {
    const ours = await mine(inside, taken)
      .set({
        state: 'ready', stage: 'done', fraction: 1, ready_at: inside.now, told_at: inside.now, taken_until: null, inputs_hash: made.hash,
        figures: made.figures, report: made.report, swaps: made.swaps,
      })
      .executeTakeFirst();
    if (ours.numUpdatedRows === 0n) return;
    for (const json of lines) {
      await sql`
        insert into matching_round_pair (org_id, round_id, position, request_id, supporter_id, kind, change, before_id, score, bonus, parts, possible, removed)
        select ${org}::uuid, ${taken.id}::uuid, position, request_id, supporter_id, kind, change, before_id, score, bonus, parts, possible, removed
        from jsonb_to_recordset(${json}::text::jsonb)
          as line (position integer, request_id uuid, supporter_id uuid, kind text, change text, before_id uuid, score integer, bonus integer, parts jsonb, possible integer, removed jsonb)`.execute(inside.db);
    }
    await inside.db.insertInto('matching_round_market').values({ org_id: org, round_id: taken.id, bytes: Buffer.from(made.market.buffer, made.market.byteOffset, made.market.byteLength) }).execute();
    inside.announce(roundTopic(taken.id));
    inside.record({ name: 'matching.round-ready', subject: { kind: 'matching-round', id: taken.id }, programme: taken.programme });
  });
}

async function fail(inside: Inside, taken: Taken, why: 'fault' | 'interrupted'): Promise<void> {
  inside.announce(roundTopic(taken.id));
  await mine(inside, taken).set({ state: 'failed', failed_why: why, taken_until: null, told_at: inside.now }).execute();
}

function mine(inside: Inside, taken: Taken) {
  return inside.db.updateTable('matching_round').where('org_id', '=', inside.org).where('id', '=', taken.id).where('state', '=', 'working').where('tries', '=', taken.tries);
}

function until(now: Date): Date {
  return new Date(now.getTime() + TAKEN_SECONDS * 1000);
}
