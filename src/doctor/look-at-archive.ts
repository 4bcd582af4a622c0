import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { basesIn, BackupRefused, houseHalfIn, isItsArchive, looksSealed, placesIn, segmentsIn, unbroken, waitingIn, writtenAt } from '../backup/index.ts';
import type { Config } from '../platform/config.ts';
import { layoutOf } from '../platform/postgres/layout.ts';
import { type Finding, finding } from './finding.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A segment is closed each minute while something happens; the house's own rounds see to that. */
const SHIPPED_WITHIN_MINUTES = 10;
/** One is taken each day. */
const BASE_WITHIN_DAYS = 2;

/** The continuous archive: there, ours, lately added to, with a base copy and without a hole, and as far as can be told without its passphrase, readable. */
export async function lookAtArchive({ archive, data }: Pick<Config, 'archive' | 'data'>, now: Date): Promise<readonly Finding[]> {
  if (archive === undefined) return [];
  const { directory } = archive;
  const half = await houseHalfIn(data);
  if (half === undefined) return [finding('wrong', 'archive-not-prepared', { directory })];
  try {
    if (!(await isItsArchive(directory, half))) return [finding('wrong', 'archive-gone', { directory }), ...(await waitingFor(data, directory, now))];
  } catch (fault) {
    if (fault instanceof BackupRefused) return [finding('wrong', fault.code === 'archive-other' ? 'archive-other' : 'archive-gone', { directory })];
    throw fault;
  }
  return [...(await waitingFor(data, directory, now)), ...(await segmentsOf(directory, now)), ...(await basesOf(directory, now))];
}

async function waitingFor(data: string, directory: string, now: Date): Promise<readonly Finding[]> {
  const { spool } = await layoutOf(data);
  const waiting = await waitingIn(spool);
  const oldest = waiting[0] === undefined ? undefined : await writtenAt(join(spool, waiting[0]));
  const minutes = oldest === undefined ? 0 : Math.floor((now.getTime() - oldest.getTime()) / MINUTE);
  return minutes > SHIPPED_WITHIN_MINUTES ? [finding('wrong', 'archive-waiting', { count: waiting.length, minutes, directory })] : [];
}

async function segmentsOf(directory: string, now: Date): Promise<readonly Finding[]> {
  const segments = await segmentsIn(directory);
  const [last, base] = [segments.at(-1), (await basesIn(directory)).at(-1)];
  const at = last === undefined ? undefined : await writtenAt(placesIn(directory).segment(last));
  if (last === undefined || at === undefined) return [];
  const minutes = Math.max(0, Math.floor((now.getTime() - at.getTime()) / MINUTE));
  const { missing } = base === undefined ? {} : unbroken(base.from, segments);
  return [
    minutes > SHIPPED_WITHIN_MINUTES ? finding('look', 'archive-old', { minutes }) : finding('fine', 'archive', { minutes }),
    ...(missing === undefined ? [] : [finding('wrong', 'archive-hole', { segment: missing })]),
    ...(await damaged([placesIn(directory).segment(last)])),
  ];
}

async function basesOf(directory: string, now: Date): Promise<readonly Finding[]> {
  const base = (await basesIn(directory)).at(-1);
  if (base === undefined) return [finding('look', 'archive-base-none')];
  const days = Math.max(0, Math.floor((now.getTime() - base.at.getTime()) / DAY));
  return [days > BASE_WITHIN_DAYS ? finding('look', 'archive-base-old', { days }) : finding('fine', 'archive-base', { days }), ...(await damaged([base.file]))];
}

async function damaged(files: readonly string[]): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const file of files) if (!(await looksSealed(file)) || (await stat(file)).size < 200) found.push(finding('wrong', 'archive-damaged', { file }));
  return found;
}
