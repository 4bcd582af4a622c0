/**
 * What is lost when things die: `node bin/bench.mjs durability [--rounds 60] [--full 20] [--restores 3] [--instants 3]`. Prints what it did and found; ends with 1 when an
 * acknowledged act is missing, a promise forgot its clock, a chain broke, an erased word opens, or a letter went twice or was lost.
 * The short form in the suite is src/opening/crash.test.ts.
 */
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { basesIn, checkArchive, chooseInstant, noteTaken, prepareArchive, proveContent, proveKeyring, putBackContent, putBackKeyring, restoreTo, takeContent, takeKeyring } from '../src/backup/index.ts';
import { openHouse } from '../src/opening/open-house.ts';
import { readConfig } from '../src/platform/config.ts';
import { operatorSecret } from '../src/platform/operator-key.ts';
import { connect } from '../src/platform/postgres/address.ts';
import { addressOfRunning, superviseServer } from '../src/platform/postgres/supervise.ts';
import { conversation } from '../src/rooms/conversations/index.ts';
import { deliverNotices } from '../src/rooms/notifications/index.ts';
import { type Aftermath, crashRounds, type Dies, everyKind, killed, lookAt, lookAtMail, type MailAftermath, startWalker, until } from '../src/testing/crash-rounds.ts';
import { type Acknowledged, as, type CrashWorld } from '../src/testing/crash-walker.ts';
import { scratchPlace } from '../src/testing/directory.ts';

const PASSPHRASE = 'a long walk by the river';
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
let faults = 0;
const fault = (line: string): void => {
  faults += 1;
  say(`  FAULT: ${line}`);
};

/** Runs all four parts. */
export async function run(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...words], options: { rounds: { type: 'string', default: '60' }, full: { type: 'string', default: '20' }, restores: { type: 'string', default: '3' }, instants: { type: 'string', default: '3' } } });
  const place = await mkdtemp(join(await scratchPlace(), 'companionway-bench-durability-'));
  await chmod(place, 0o711);
  try {
    if (Number(values.rounds) > 0) await kills(join(place, 'kills'), Number(values.rounds));
    if (Number(values.full) > 0) await fullDisks(join(place, 'small'), Number(values.full));
    if (Number(values.restores) > 0) await restores(place, Number(values.restores));
    if (Number(values.instants) > 0) await anyInstants(place, Number(values.instants));
  } finally {
    await rm(place, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
  say(faults === 0 ? 'Nothing was lost.' : `${faults} faults.`);
  process.exitCode = faults === 0 ? 0 : 1;
}

async function kills(data: string, count: number): Promise<void> {
  await mkdir(data, { recursive: true, mode: 0o711 });
  const victims: readonly Dies[] = ['app', 'database', 'keyring', 'both', 'all'];
  const rounds = Array.from({ length: count }, () => victims[Math.floor(Math.random() * victims.length)] ?? 'all');
  const began = Date.now();
  say(`kill -9, ${count} rounds at random moments: ${victims.map((one) => `${one} ${rounds.filter((other) => other === one).length}`).join(', ')}`);
  const after = await crashRounds(data, rounds, (done) => void (done > 0 && done % 10 === 0 && say(`  ${done} rounds, ${Math.round((Date.now() - began) / 1000)} s`)));
  judge(after, after.mail, rounds.length);
}

function judge(after: Aftermath, mail: MailAftermath, deaths: number): void {
  say(`  acknowledged: ${Object.entries(after.acknowledged).filter(([did]) => did !== 'ready').map(([did, times]) => `${times} ${did}`).join(', ')}`);
  say(`  missing ${after.missing.length}, promises without a clock ${after.forgotten}, broken chains ${after.brokenChains.length} (${after.chained} lines chained)`);
  say(`  letters: ${after.acknowledged.mail} with the mail server, sent twice ${mail.twice.length}, lost ${mail.lost}, noted as "may have arrived" ${mail.mayHaveArrived} (of which ${mail.ofThemArrived} did; at most one for each of ${deaths} deaths)`);
  for (const one of after.missing.slice(0, 5)) fault(`missing: ${one}`);
  if (after.forgotten > 0) fault(`${after.forgotten} promises forgot their clock`);
  for (const chain of after.brokenChains) fault(`the chain ${chain} does not hold`);
  if (mail.twice.length > 0) fault(`${mail.twice.length} letters went twice`);
  if (mail.lost > 0) fault(`${mail.lost} letters count as sent and never arrived`);
  if (mail.mayHaveArrived > deaths) fault(`${mail.mayHaveArrived} letters may have arrived: more than were in hand`);
}

/** A disk of its own, filled to the last byte while people write, and given room again. Needs root to mount; says so otherwise. */
async function fullDisks(disk: string, count: number): Promise<void> {
  await mkdir(disk, { recursive: true, mode: 0o711 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=700m,mode=711', 'tmpfs', disk], { stdio: 'pipe' });
  } catch {
    say('disk full: this account may not mount a small disk, so these rounds were not run.');
    return;
  }
  say(`disk full, ${count} rounds on a tmpfs of 700 MB, filled to the last byte at random moments`);
  const [data, acknowledged] = [join(disk, 'data'), [] as Acknowledged[]];
  const walker = await startWalker(data, acknowledged);
  try {
    for (let round = 0; round < count; round += 1) {
      const before = acknowledged.length;
      await until(() => everyKind(acknowledged.slice(before)));
      await sleep(Math.random() * 500);
      await fill(join(disk, 'fill'));
      await sleep(200 + Math.random() * 800);
      await rm(join(disk, 'fill'));
      if ((round + 1) % 5 === 0) say(`  ${round + 1} rounds`);
    }
    const last = acknowledged.length;
    await until(() => everyKind(acknowledged.slice(last)));
  } finally {
    await killed(walker);
  }
  judge(await lookAt(data, acknowledged), await lookAtMail(data, acknowledged), count);
  execFileSync('umount', ['-l', disk]);
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  const block = Buffer.alloc(2 ** 20);
  while (await file.write(block).then(() => true, () => false));
  while (await file.write(block.subarray(0, 512)).then(() => true, () => false));
  await file.close();
}

/**
 * Backups taken one after another while people write; the place burns; one of them is put back elsewhere, with keys of later. Everything acknowledged before
 * its instant is there, nothing half is there, what was erased since opens no more, and no letter of before goes out again.
 */
async function restores(place: string, count: number): Promise<void> {
  const data = join(place, 'first');
  const acknowledged: Acknowledged[] = [];
  await mkdir(data, { recursive: true, mode: 0o711 });
  say(`restore of a backup taken under load, ${count} of them`);
  const walker = await startWalker(data, acknowledged);
  const instants: { readonly file: string; readonly acknowledged: readonly Acknowledged[] }[] = [];
  try {
    const owner = await addressOfRunning(data);
    for (let at = 0; at < count; at += 1) {
      const before = acknowledged.length;
      await until(() => everyKind(acknowledged.slice(before)));
      await sleep(Math.random() * 1000);
      const file = join(place, `instant-${at}`);
      const sure = [...acknowledged];
      await takeContent({ owner, file, passphrase: PASSPHRASE, at: new Date() });
      instants.push({ file, acknowledged: sure });
    }
  } finally {
    await killed(walker);
  }
  await sleep(1000);
  const world = JSON.parse(readFileSync(join(data, 'crash-world.json'), 'utf8')) as CrashWorld;
  const secret = await operatorSecret(data);

  // Each instant with the keys of the end: everything acknowledged by then is there.
  const config = readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent' });
  await takeKeyring({ config, file: join(place, 'keys'), passphrase: PASSPHRASE, at: new Date() });
  await noteTaken(data, { keyring: new Date() });
  for (const [at, instant] of instants.entries()) await lookBack(place, `back-${at}`, instant, secret, join(place, 'keys'), data, world);

  // Then Amina's words are erased, and the oldest content comes back under the newest keys.
  const { house, close } = await openHouse({ config });
  const amina = await as(house, world, 'amina');
  if (amina.actor.kind === 'person') await house.keyring.destroy(amina.sessionToken ?? '', { kind: 'author', author: amina.actor.person });
  await close();
  await takeKeyring({ config, file: join(place, 'keys-later'), passphrase: PASSPHRASE, at: new Date() });
  const [first] = instants;
  if (first === undefined) return;
  const erased = await putBack(place, 'erased', first.file, secret, join(place, 'keys-later'), data);
  const there = await openHouse({ config: readConfig({ COMPANIONWAY_DATA: erased, LOG_LEVEL: 'silent' }) });
  try {
    const read = await conversation(await as(there.house, world, 'ben'), { conversation: world.conversation });
    const readable = read.messages.filter(({ words }) => words !== undefined).length;
    say(`  after the erasure: ${read.messages.length} of her messages came back, ${readable} of them readable`);
    if (readable > 0) fault('an erased word opens');
    if (read.messages.length === 0) fault('nothing came back at all');
  } finally {
    await there.close();
  }
}

/** A moment somebody might go back to: what was acknowledged by then, and from where in the list on everything was acknowledged well after it. */
interface Moment {
  readonly at: Date;
  readonly before: number;
  after: number;
}

/** No act takes this long, so what is acknowledged this much later began after the moment. */
const WELL_AFTER_MS = 4_000;

/**
 * People write, and the log goes into a continuous archive; everything is killed at once; what the disk still had goes in with the next start. Then each of some
 * moments that nothing marked while they passed is gone back to, out of the archive alone, with the keys of the end.
 */
async function anyInstants(place: string, count: number): Promise<void> {
  const [data, archive, acknowledged] = [join(place, 'archived'), join(place, 'archive'), [] as Acknowledged[]];
  await mkdir(data, { recursive: true, mode: 0o711 });
  await prepareArchive({ data, archive, passphrase: PASSPHRASE, at: new Date() });
  say(`restore to any second out of a continuous archive, ${count} moments under load`);
  process.env.COMPANIONWAY_ARCHIVE = archive;
  const walker = await startWalker(data, acknowledged);
  const moments: Moment[] = [];
  try {
    for (const end = Date.now() + 90_000; (await basesIn(archive)).length === 0; await sleep(50)) if (Date.now() > end) throw new Error('No base copy was taken.');
    say(`  base copy taken while people wrote; ${acknowledged.length} acknowledged so far`);
    for (let at = 0; at < count; at += 1) {
      const known = acknowledged.length;
      await until(() => everyKind(acknowledged.slice(known)));
      await sleep(Math.random() * 2_000);
      // The next full millisecond: what was acknowledged within this one was acknowledged before it.
      const moment: Moment = { before: acknowledged.length, at: new Date(Date.now() + 1), after: 0 };
      await sleep(WELL_AFTER_MS);
      moments.push({ ...moment, after: acknowledged.length });
      const later = acknowledged.length;
      await until(() => everyKind(acknowledged.slice(later)));
    }
  } finally {
    delete process.env.COMPANIONWAY_ARCHIVE;
    await killed(walker);
  }
  await (await openHouse({ config: readConfig({ COMPANIONWAY_DATA: data, COMPANIONWAY_ARCHIVE: archive, LOG_LEVEL: 'silent' }) })).close();
  await takeKeyring({ config: { data, keyringFile: undefined }, file: join(place, 'keys-archived'), passphrase: PASSPHRASE, at: new Date() });
  const found = await checkArchive(archive, PASSPHRASE);
  say(`  in the archive: ${found.bases} base copy, ${found.segments} segments, missing ${found.missing.length}`);
  for (const [number, moment] of moments.entries()) await goBack({ place, name: `moment-${number}`, archive, data, moment, acknowledged });
}

async function goBack({ place, name, archive, data, moment, acknowledged }: { place: string; name: string; archive: string; data: string; moment: Moment; acknowledged: readonly Acknowledged[] }): Promise<void> {
  const [to, keys] = [join(place, name), await proveKeyring(join(place, 'keys-archived'), PASSPHRASE)];
  const began = Date.now();
  const { last } = await restoreTo(await chooseInstant(archive, PASSPHRASE, moment.at), { data: to, erased: [], before: () => putBackKeyring({ data: to }, keys) });
  const took = Date.now() - began;
  await revive(to, data);
  const sure = acknowledged.slice(0, moment.before);
  const after = await lookAt(to, sure);
  const written = acknowledged.slice(moment.after).filter(({ did }) => did !== 'mail' && did !== 'ready');
  const tooMuch = written.length - (await lookAt(to, written)).missing.length;
  say(`  ${name}: ${moment.at.toISOString()}, last commit ${last.toISOString()}, ${sure.length} acknowledged before it, ${after.missing.length} missing; of ${written.length} well after it ${tooMuch} are there; broken chains ${after.brokenChains.length} (${after.chained} lines chained); ${Math.round(took / 100) / 10} s`);
  for (const one of after.missing.slice(0, 5)) fault(`missing at the moment: ${one}`);
  if (written.length === 0) fault('nothing was written after the moment, so it shows nothing');
  if (tooMuch > 0) fault(`${tooMuch} came back that were written after the moment`);
  if (last > moment.at) fault('a commit after the moment came back');
  if (after.forgotten > 0) fault(`${after.forgotten} promises forgot their clock`);
  for (const chain of after.brokenChains) fault(`the chain ${chain} does not hold`);
}

/** Everybody was signed out by the restore; the walkers' sessions live again so that this look can go on. */
async function revive(data: string, from: string): Promise<void> {
  const server = await superviseServer({ data, space: { ballastBytes: 0 } });
  const client = await connect(server.address);
  await client.query('update session set ended_at = null');
  await client.end();
  await server.stop();
  await cp(join(from, 'crash-world.json'), join(data, 'crash-world.json'));
}

/** Puts an instant back into a place of its own; sessions of then are revived only so that this look can go on. */
async function putBack(place: string, name: string, file: string, secret: Buffer, keys: string, from: string): Promise<string> {
  const data = join(place, name);
  await mkdir(data, { recursive: true, mode: 0o711 });
  await putBackKeyring({ data }, await proveKeyring(keys, PASSPHRASE));
  const server = await superviseServer({ data, space: { ballastBytes: 0 } });
  try {
    await putBackContent({ owner: server.address, secret, file, passphrase: PASSPHRASE, head: await proveContent(file, PASSPHRASE) });
    const client = await connect(server.address);
    await client.query('update session set ended_at = null');
    await client.end();
  } finally {
    await server.stop();
  }
  await cp(join(from, 'crash-world.json'), join(data, 'crash-world.json'));
  return data;
}

async function lookBack(place: string, name: string, instant: { readonly file: string; readonly acknowledged: readonly Acknowledged[] }, secret: Buffer, keys: string, from: string, world: CrashWorld): Promise<void> {
  const data = await putBack(place, name, instant.file, secret, keys, from);
  const after = await lookAt(data, instant.acknowledged);
  for (const one of after.missing.slice(0, 5)) fault(`missing after the restore: ${one}`);
  if (after.forgotten > 0) fault(`${after.forgotten} promises forgot their clock`);
  for (const chain of after.brokenChains) fault(`the chain ${chain} does not hold`);
  const { house, close } = await openHouse({ config: readConfig({ COMPANIONWAY_DATA: data, LOG_LEVEL: 'silent', PUBLIC_URL: 'https://support.example.org' }) });
  const before = new Set(instant.acknowledged.flatMap((one) => (one.did === 'mail' ? [one.id] : [])));
  const again: string[] = [];
  try {
    await deliverNotices(house, world.org, { hand: async ({ messageId }) => (again.push(messageId), { kind: 'handed' as const }), close: async () => undefined });
  } finally {
    await close();
  }
  const twice = again.filter((id) => before.has(id)).length;
  say(`  ${name}: ${instant.acknowledged.length} acknowledged before it, ${after.missing.length} missing, broken chains ${after.brokenChains.length} (${after.chained} lines chained), letters waiting then ${again.length}, of them handed over before ${twice}`);
  if (twice > 0) fault(`${twice} letters went out again`);
}
