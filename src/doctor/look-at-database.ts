import type { Config } from '../platform/config.ts';
import { readMigrations } from '../platform/migrate.ts';
import { connect, type ServerAddress } from '../platform/postgres/address.ts';
import type { Ask } from './ask.ts';
import { type Finding, finding } from './finding.ts';
import { lookAtLetters } from './look-at-letters.ts';
import { lookAtTrail } from './look-at-trail.ts';

/** Further apart than this and promises would be measured by two clocks. */
const APART_SECONDS = 30;
/** A minute is the longest a round waits; this long without one means that none runs. */
const ROUND_WITHIN_MINUTES = 10;

/** Looks into the database as its owner. */
export async function lookAtDatabase(owner: ServerAddress, config: Pick<Config, 'trusteeEmail' | 'smtpUrl'>): Promise<readonly Finding[]> {
  const connection = await connect(owner, { name: 'companionway doctor' });
  const ask: Ask = async <R>(statement: string, values: readonly unknown[] = []) => (await connection.query(statement, [...values])).rows as readonly R[];
  try {
    await connection.query('begin read only; set local row_security = off');
    const floor = [...(await lookAtServer(ask)), ...(await lineOf(ask)), ...(await migrationsOf(ask))];
    return (await isThere(ask, 'public.organisation')) ? [...floor, ...(await lookAtLife(ask, config))] : floor;
  } finally {
    await connection.end();
  }
}

async function lookAtLife(ask: Ask, { trusteeEmail, smtpUrl }: Pick<Config, 'trusteeEmail' | 'smtpUrl'>): Promise<readonly Finding[]> {
  const letters = await lookAtLetters(ask, { server: smtpUrl !== undefined, now: new Date() });
  return [...(await setUpState(ask)), ...(await promisesOf(ask)), ...(await lookAtRounds(ask)), ...letters, ...(await lookAtTrail(ask, trusteeEmail !== undefined))];
}

/** The server itself: its version, settings that would lose words, and its clock beside this machine's. */
export async function lookAtServer(ask: Ask): Promise<readonly Finding[]> {
  return [...(await settingsOf(ask)), ...(await clockOf(ask))];
}

async function settingsOf(ask: Ask): Promise<Finding[]> {
  const rows = await ask<{ version: string; off: string[]; sums: string }>(`
    select current_setting('server_version') as version, current_setting('data_checksums') as sums,
      array(select name::text from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off') as off`);
  const { version = '', off = [], sums = '' } = rows[0] ?? {};
  return [
    finding('fine', 'database', { version: version.split(' ')[0] ?? '' }),
    ...off.map((setting) => finding('wrong', 'database-unsafe', { setting })),
    ...(sums === 'off' ? [finding('look', 'database-no-checksums')] : []),
  ];
}

/** Whether the line to a server on another machine is encrypted (ASVS 12.3.1). A socket, and this machine itself, need not be. */
async function lineOf(ask: Ask): Promise<Finding[]> {
  const rows = await ask<{ host: string; open: boolean }>(`
    select host(inet_server_addr()) as host, not coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as open
    where inet_server_addr() is not null and not inet_server_addr() <<= inet '127.0.0.0/8' and inet_server_addr() <> inet '::1'`);
  return rows.map(({ host, open }) => (open ? finding('wrong', 'database-in-the-open', { host }) : finding('fine', 'database-line', { host })));
}

async function clockOf(ask: Ask): Promise<Finding[]> {
  const before = Date.now();
  const rows = await ask<{ now: Date }>('select clock_timestamp() as now');
  const apart = Math.round(Math.abs((rows[0]?.now.getTime() ?? before) - (before + Date.now()) / 2) / 1000);
  return [apart > APART_SECONDS ? finding('wrong', 'clocks-apart', { seconds: apart }) : finding('fine', 'clocks')];
}

async function migrationsOf(ask: Ask): Promise<Finding[]> {
  if (!(await isThere(ask, 'house.migration'))) return [finding('look', 'migrations-none')];
  const rows = await ask<{ name: string; checksum: string }>('select name, checksum from house.migration');
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const files = await readMigrations();
  const edited = files.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (edited !== undefined) return [finding('wrong', 'migration-edited', { name: edited.name })];
  const waiting = files.filter(({ name }) => !applied.has(name)).length;
  const known = new Set(files.map(({ name }) => name));
  const newer = rows.filter(({ name }) => !known.has(name)).length;
  if (newer > 0) return [finding('look', 'migrations-newer', { count: newer })];
  return [waiting > 0 ? finding('look', 'migrations-waiting', { count: waiting }) : finding('fine', 'migrations', { count: applied.size })];
}

async function setUpState(ask: Ask): Promise<Finding[]> {
  const rows = await ask<{ lived: number; waiting: number }>('select count(set_up_at)::int as lived, count(*)::int - count(set_up_at)::int as waiting from organisation');
  return [rows[0]?.lived === 0 || (rows[0]?.waiting ?? 0) > 0 ? finding('look', 'set-up-waiting') : finding('fine', 'set-up')];
}

/** Open promises in nobody's hands, or in the hands of somebody who left; and those past their time. */
async function promisesOf(ask: Ask): Promise<Finding[]> {
  const rows = await ask<{ orphaned: number; late: number; open: number }>(`
    select count(*)::int as open, count(*) filter (where o.id is null)::int as orphaned, count(*) filter (where p.due_at < now())::int as late
    from promise p left join person o on o.org_id = p.org_id and o.id = p.owner_id and o.left_at is null and o.erased_at is null
    where p.kept_at is null and p.withdrawn_at is null`);
  const { open = 0, orphaned = 0, late = 0 } = rows[0] ?? {};
  return [
    orphaned > 0 ? finding('wrong', 'promises-orphaned', { count: orphaned }) : finding('fine', 'promises', { count: open }),
    ...(late > 0 ? [finding('look', 'promises-late', { count: late })] : []),
  ];
}

/** When the house last did its rounds. */
export async function lookAtRounds(ask: Ask): Promise<readonly Finding[]> {
  if (!(await isThere(ask, 'jobs.job'))) return [finding('look', 'rounds-none')];
  const rows = await ask<{ minutes: number | null }>('select extract(epoch from now() - max(completed_on))::int / 60 as minutes from jobs.job where completed_on is not null');
  const minutes = rows[0]?.minutes;
  if (minutes === null || minutes === undefined) return [finding('look', 'rounds-none')];
  return [minutes > ROUND_WITHIN_MINUTES ? finding('look', 'rounds-late', { minutes }) : finding('fine', 'rounds', { minutes })];
}

async function isThere(ask: Ask, table: string): Promise<boolean> {
  const rows = await ask<{ there: boolean }>('select to_regclass($1) is not null as there', [table]);
  return rows[0]?.there === true;
}
