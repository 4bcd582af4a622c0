import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { House } from './house.ts';
import { type ServerAddress } from './postgres/address.ts';
import { organisations } from './readers.ts';
import { APP, asRole } from './roles.ts';

/**
 * Work the house does by itself in every organisation: sweeping promises, reading facts, delivering notices. What must happen is rows with
 * their own due times; a round only looks. So a lost job delays by one round and never forgets (docs/decisions/2026-11-21-jobs-only-wake.md).
 */
export interface Round {
  readonly name: string;
  /** Looks at one organisation. Safe to run twice, and on many nodes at once. */
  run(house: House, org: string): Promise<unknown>;
  /** News that wake this round at once: the beginnings of topics. Every round also runs each minute. */
  readonly wakesOn?: readonly string[];
}

/** The rounds at work. */
export interface Rounds {
  /** Runs every round now, in order, until what they left each other is done: for the demo's moving clock and for tests. */
  runAll(): Promise<void>;
  stop(): Promise<void>;
}

const SCHEMA = 'jobs';
const QUEUE = 'rounds';
/** A round that wakes another one is followed this often at most. */
const MOST_PASSES = 6;

/** Makes pg-boss's schema and our one queue, as the owner; the app's login may then use it. Quick when it is there already. */
export async function prepareJobs(owner: ServerAddress): Promise<void> {
  const client = new pg.Client({ ...owner, application_name: 'companionway-jobs' });
  await client.connect();
  try {
    const boss = new PgBoss({ ...connectionOf(owner), schema: SCHEMA, schedule: false, supervise: false, max: 2 });
    boss.on('error', () => undefined);
    await boss.start();
    if ((await boss.getQueue(QUEUE)) === null) {
      await boss.createQueue(QUEUE, { policy: 'stately', expireInSeconds: 300, heartbeatSeconds: 15, retryLimit: 3, retryBackoff: true, retentionSeconds: 86_400, deleteAfterSeconds: 3_600 });
    }
    await boss.stop({ graceful: false });
    await client.query(`grant usage on schema ${SCHEMA} to ${APP}`);
    await client.query(`grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${APP}`);
    await client.query(`grant usage, select on all sequences in schema ${SCHEMA} to ${APP}`);
    await client.query(`grant execute on all functions in schema ${SCHEMA} to ${APP}`);
  } finally {
    await client.end();
  }
}

/** Starts the rounds: each minute by schedule, once on however many nodes; and soon after the news they wait for. */
export async function startRounds(house: House, owner: ServerAddress, secret: Buffer, rounds: readonly Round[]): Promise<Rounds> {
  const boss = new PgBoss({
    ...connectionOf(asRole(owner, APP, secret)), schema: SCHEMA, migrate: false, max: 3, superviseIntervalSeconds: 10, application_name: 'companionway-rounds',
  });
  boss.on('error', (fault) => house.log.warn({ fault: fault instanceof Error ? fault.name : 'unknown' }, 'rounds'));
  await boss.start();
  const byName = new Map(rounds.map((round) => [round.name, round]));
  // Two at a time: a long round (a match for a whole programme) keeps no letter waiting.
  await boss.work<{ round: string }>(QUEUE, { batchSize: 1, pollingIntervalSeconds: 0.5, includeMetadata: false, localConcurrency: 2 }, async (jobs) => {
    for (const { data } of jobs) {
      const round = byName.get(data.round);
      if (round !== undefined) await everywhere(house, round);
    }
  });
  for (const { name } of rounds) await boss.schedule(QUEUE, '* * * * *', { round: name }, { key: name, singletonKey: name });

  const waiting = new Set<string>();
  const leave = rounds.flatMap(({ name, wakesOn = [] }) =>
    wakesOn.map((prefix) =>
      house.bus.subscribeAll(prefix, () => {
        if (waiting.has(name)) return;
        waiting.add(name);
        setTimeout(() => {
          waiting.delete(name);
          boss.send(QUEUE, { round: name }, { singletonKey: name }).catch(() => undefined);
        }, 20).unref();
      }),
    ),
  );
  return {
    runAll: () => runAll(house, rounds),
    async stop() {
      for (const stop of leave) stop();
      await boss.stop({ graceful: true, timeout: 5_000 }).catch(() => undefined);
    },
  };
}

/** Runs every round in order, again while facts are still being made: what a minute on the clock would bring. */
export async function runAll(house: House, rounds: readonly Round[]): Promise<void> {
  let made = true;
  const stop = house.bus.subscribeAll('facts', () => {
    made = true;
  });
  try {
    for (let pass = 0; made && pass < MOST_PASSES; pass += 1) {
      made = false;
      for (const round of rounds) await everywhere(house, round);
    }
  } finally {
    stop();
  }
}

async function everywhere(house: House, round: Round): Promise<void> {
  for (const org of await organisations(house)) {
    try {
      await round.run(house, org);
    } catch (fault) {
      // One organisation's trouble keeps no other waiting; the next minute tries again.
      house.log.error({ round: round.name, fault: fault instanceof Error ? fault.name : 'unknown', message: fault instanceof Error ? fault.message : '' }, 'a round failed');
    }
  }
}

function connectionOf({ host, port, database, user, password, ssl }: ServerAddress) {
  return { host, port, database, user, ...(password !== undefined && { password }), ...(ssl !== undefined && { ssl }) };
}
