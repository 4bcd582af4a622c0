import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import type { MembershipCheck } from '../src/keyring/membership.ts';
import { openKeyring } from '../src/keyring/open.ts';
import { valueKey } from '../src/keyring/place.ts';
import { readConfig } from '../src/platform/config.ts';
import { movableClock } from '../src/platform/clock.ts';
import { localBus } from '../src/platform/events.ts';
import type { House } from '../src/platform/house.ts';
import { newId } from '../src/platform/ids.ts';
import { insideHouse } from '../src/platform/inside.ts';
import { bringUpDatabase } from '../src/platform/postgres/bring-up.ts';
import { addressOfRunning } from '../src/platform/postgres/supervise.ts';
import { sealValue } from '../src/proof/index.ts';
import { beginProgramme, giveRole, readyToSetUp } from '../src/rooms/programmes/index.ts';
import { addPerson } from '../src/rooms/people/index.ts';
import { cohortPlan, fillCohort } from '../src/testing/cohort.ts';
import { workRounds } from '../src/rooms/matching/index.ts';
import { cpuSeconds, get, quantile } from './road/load.ts';

/*
 * A round for a whole programme, through the product: a coordinator asks for it in the built program, and an ordinary page is asked for 20 times a second meanwhile.
 *   node bin/bench.mjs rounds [--seekers 10000] [--supporters 2000] [--rounds 3]
 */

const root = join(import.meta.dirname, '..');
let data = join(root, '.cache', 'bench-rounds');
const PORT = 3411;
const PER_SECOND = 20;

interface Filled {
  readonly org: string;
  readonly programme: { readonly id: string; readonly slug: string };
  readonly coordinator: string;
  readonly token: string;
}

/** Runs the benchmark of rounds. */
export async function run(words: readonly string[]): Promise<void> {
  const number = (name: string, otherwise: number) => Number(words[words.indexOf(name) + 1] ?? Number.NaN) || otherwise;
  const size = { seekers: number('--seekers', 10_000), supporters: number('--supporters', 2_000) };
  data = join(root, '.cache', `bench-rounds-${size.seekers}-${size.supporters}`);
  const filled = await filledHouse(size);
  await turnsOfMainThread(filled);
  const node = await startNode();
  try {
    await rounds(filled, size, number('--rounds', 3), node.pid ?? 0);
  } finally {
    const ended = new Promise((resolve) => node.once('exit', resolve));
    node.kill('SIGTERM');
    await Promise.race([ended, pause(10_000)]);
  }
}

async function rounds(filled: Filled, size: { seekers: number; supporters: number }, count: number, pid: number): Promise<void> {
  const db = new pg.Client({ ...(await addressWhenThere()) });
  await db.connect();
  const pages = [`/programmes/${filled.programme.slug}/waiting`, '/today', `/p/${filled.programme.slug}`];
  const ask = (at: number) => get(PORT, pages[at % pages.length] ?? '/', at % pages.length === 2 ? '' : `session=${filled.token}`, at);
  for (let at = 0; at < 120; at += 1) await ask(at);
  for (const [at, page] of pages.entries()) {
    const [cpu, times]: [number, number[]] = [cpuSeconds(pid), []];
    for (let asked = 0; asked < 20; asked += 1) {
      const from = performance.now();
      await ask(at);
      times.push(performance.now() - from);
    }
    console.log(`${page.replace(filled.programme.slug, '…').padEnd(28)} p50 ${quantile(times, 0.5).toFixed(1)} ms, ${((cpuSeconds(pid) - cpu) * 50).toFixed(1)} ms of processor a page`);
  }
  const quiet = await whileWaiting(ask, () => pause(8_000));
  console.log(`\n${size.seekers} seekers, ${size.supporters} supporters; pages (waiting, today, the programme's own) at ${PER_SECOND} a second`);
  console.log(`without a round        ${told(quiet.times, quiet.wrong)}`);
  for (let at = 1; at <= count; at += 1) {
    const id = newId();
    const begun = performance.now();
    let row: { state: string; figures: Record<string, unknown> | null } | undefined;
    const busy = await whileWaiting(ask, async () => {
      await askAs(db, filled, id);
      await db.query(`insert into jobs.job (name, data, singleton_key) values ('rounds', '{"round":"matching-rounds"}', 'bench-' || gen_random_uuid())`);
      for (;;) {
        await pause(100);
        row = (await db.query<{ state: string; figures: Record<string, unknown> | null }>('select state, figures from matching_round where id = $1', [id])).rows[0];
        if (row?.state !== 'working' || performance.now() - begun > 120_000) return;
      }
    });
    const figures = row?.figures ?? {};
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`round ${at}: ${row?.state}    ${told(busy.times, busy.wrong)}   ${seconds} s from asking to kept; thread ${String(figures.cpuMs)} ms of processor; ms by stage ${JSON.stringify(figures.ms)}; ${String(figures.matched)} of ${size.seekers} matched, ${String(figures.pairs)} pairs, change ${JSON.stringify(figures.change)}`);
  }
  await db.end();
}

const told = (times: readonly number[], wrong: number) => `p50 ${quantile(times, 0.5).toFixed(1).padStart(6)} ms   p99 ${quantile(times, 0.99).toFixed(1).padStart(7)} ms   most ${Math.max(...times).toFixed(1)} ms   of ${times.length}, ${wrong} not 200`;

/** The database's address; the program may answer a moment before it has written it down. */
async function addressWhenThere() {
  for (let tries = 0; tries < 60; tries += 1) {
    const address = await addressOfRunning(data).catch(() => undefined);
    if (address !== undefined) return address;
    await pause(500);
  }
  return addressOfRunning(data);
}

/** The row that askForRound writes. */
async function askAs(db: pg.Client, filled: Filled, id: string): Promise<void> {
  await db.query(`update matching_round set state = 'set-aside' where programme_id = $1 and state = 'working'`, [filled.programme.id]);
  await db.query(
    `insert into matching_round (org_id, id, programme_id, asked_by, asked_at, told_at, engine_version, weights, against_id)
     select $1, $2, $3, $4, now(), now(), 'companionway-matching/0.1', '{}', (select id from matching_round where programme_id = $3 and state = 'ready' order by id desc limit 1)`,
    [filled.org, id, filled.programme.id, filled.coordinator],
  );
}

/**
 * What a round costs the thread that serves pages, counted in its own processor time from one turn of its loop to the next: how long a page can have to wait
 * behind the round, whatever else the machine does meanwhile.
 */
async function turnsOfMainThread(filled: Filled): Promise<void> {
  const { raised, house, keyring } = await openBenchHouse();
  const db = new pg.Client({ ...raised.owner });
  await db.connect();
  const id = newId();
  await askAs(db, filled, id);
  const turns: number[] = [];
  let [over, total] = [false, 0];
  const cpu = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let last = cpu();
  const turn = () => {
    const now = cpu();
    turns.push(now - last);
    total += now - last;
    last = now;
    if (!over) setTimeout(turn, 1);
  };
  turn();
  const begun = performance.now();
  await workRounds(house, filled.org);
  over = true;
  const { rows } = await db.query<{ state: string; figures: { cpuMs: number; ms: unknown; matched: number } | null }>('select state, figures from matching_round where id = $1', [id]);
  console.log(`the thread that serves pages, during a round: ${total.toFixed(0)} ms of processor in ${((performance.now() - begun) / 1000).toFixed(1)} s; from turn to turn p99 ${quantile(turns, 0.99).toFixed(1)} ms, most ${Math.max(...turns).toFixed(1)} ms (${turns.length} turns)`);
  console.log(`the round (${rows[0]?.state}): ${rows[0]?.figures?.cpuMs} ms of processor in its threads, ms by stage ${JSON.stringify(rows[0]?.figures?.ms)}, ${rows[0]?.figures?.matched} matched`);
  await db.end();
  await keyring.close();
  await raised.stop();
}

/** Asks for pages at a steady rate (open loop) until the work is done. */
async function whileWaiting(ask: (at: number) => Promise<{ status: number }>, work: () => Promise<unknown>): Promise<{ times: number[]; wrong: number }> {
  const times: number[] = [];
  let [over, wrong] = [false, 0];
  const asked: Promise<void>[] = [];
  const asking = (async () => {
    const begun = performance.now();
    for (let at = 0; !over; at += 1) {
      await pause(Math.max(0, begun + (at * 1000) / PER_SECOND - performance.now()));
      const from = performance.now();
      asked.push(ask(at).then(({ status }) => {
        times.push(performance.now() - from);
        if (status !== 200) wrong += 1;
      }));
    }
  })();
  await work();
  over = true;
  await asking;
  await Promise.all(asked);
  return { times, wrong };
}

/** The filled data directory, made once for one size and kept; its coordinator gets a new session each time. */
async function filledHouse(size: { seekers: number; supporters: number }): Promise<Filled> {
  const mark = join(data, 'filled.json');
  if (!existsSync(mark)) {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true });
  }
  const { raised, house, keyring } = await openBenchHouse();
  const db = new pg.Client({ ...raised.owner });
  await db.connect();
  const kept = existsSync(mark) ? (JSON.parse(readFileSync(mark, 'utf8')) as Omit<Filled, 'token'>) : await fill(house, db, size);
  writeFileSync(mark, JSON.stringify(kept));
  const token = randomBytes(32).toString('base64url');
  await db.query(`insert into session (org_id, id, person_id, token_hash, proof, second_step_at, created_at, seen_at, ends_at) values ($1, $2, $3, $4, 'link', now(), now(), now(), now() + interval '12 hours')`, [kept.org, newId(), kept.coordinator, createHash('sha256').update(token).digest()]);
  await db.end();
  await keyring.close();
  await raised.stop();
  return { ...kept, token };
}

/** The house over the filled data, in this process. */
async function openBenchHouse() {
  const raised = await bringUpDatabase({ data });
  const everybody: MembershipCheck = { look: async (session, asked) => ({ person: session, leaves: asked.map(() => 'write' as const) }), mayErase: async () => false };
  const keyring = await openKeyring({ inProcess: true, directory: join(data, 'keyring'), kekDirectory: join(data, 'keyring-kek'), membership: everybody, now: Date.now, caps: { keysPerSession: 1e9, tagsPerSession: 1e9, keysForHouse: 1e9 } });
  const house: House = {
    config: readConfig({ COMPANIONWAY_DATA: data }), db: raised.database, clock: movableClock(new Date(), true), bus: localBus(), keyring, log: pino({ level: 'silent' }),
    secret: (purpose) => createHmac('sha256', raised.secret).update(`companionway.${purpose}`).digest(),
  };
  return { raised, house, keyring };
}

async function fill(house: House, db: pg.Client, size: { seekers: number; supporters: number }): Promise<Omit<Filled, 'token'>> {
  const { org } = await readyToSetUp(house);
  console.log(`  filling: ${size.seekers} seekers and ${size.supporters} supporters with sealed names and coded answers`);
  const begun = await insideHouse(house, org, 'bench', async (inside) => {
    const programme = await beginProgramme(inside, { template: 'child-caregivers', zone: 'America/Vancouver', lang: 'en' });
    await inside.db.updateTable('organisation').set({ set_up_at: inside.now, name: 'Walking Alongside' }).where('org_id', '=', org).execute();
    await inside.db.updateTable('programme').set({ opened_at: inside.now }).where('id', '=', programme.id).execute();
    const coordinator = await addPerson(inside, { name: 'Chidi', lang: 'en', contacts: [{ kind: 'email', value: 'chidi@example.org', confirmed: true }] });
    await giveRole(inside, { person: coordinator, programme: programme.id, role: 'coordinator', duty: 'owner' });
    return { programme: { id: programme.id, slug: programme.slug }, coordinator };
  });
  const names = async (people: readonly string[]) => {
    const keys = await house.keyring.unwrap(null, people.map((person) => valueKey(org, person)));
    return people.map((person, at) => {
      const answer = keys[at];
      if (answer?.ok !== true) throw new Error('The keyring gave no key.');
      return sealValue(answer.key, { org, table: 'person', column: 'name', row: person }, `Member ${at}`);
    });
  };
  await fillCohort(db, await insideHouse(house, org, 'bench', (inside) => cohortPlan(inside, begun.programme.id)), { ...size, names });
  await db.query('vacuum analyze');
  return { org, ...begun };
}

async function startNode(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist', 'server', 'companionway.js'), 'start'], {
    env: { ...process.env, COMPANIONWAY_DATA: data, PORT: String(PORT), LOG_LEVEL: 'error', TRUST_PROXY: '1' }, stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error('The program did not start.');
    if (await get(PORT, '/readyz').then(({ status }) => status === 200, () => false)) return child;
    await pause(50);
  }
  throw new Error('The program did not become ready.');
}
