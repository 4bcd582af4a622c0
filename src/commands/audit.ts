import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChainFound, readExport, type TrailFound, type TrailInDatabase, verifyTrail, withTrailInDatabase, writeExport } from '../audit/index.ts';
import { BackupRefused, refuseIfThere } from '../backup/index.ts';
import { type Speak, speak } from '../messages/index.ts';
import { readConfig } from '../platform/config.ts';
import { readAnchors } from '../trail/anchor-lines.ts';
import type { Anchor, AnchorKeys } from '../trail/index.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';
import { readWords, WordsNotUnderstood } from './words.ts';

/** `companionway audit verify` and `companionway audit export FILE`: is what was done as it was written then? Ends with 1 when something does not hold. */
export async function audit(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readWords(words, { anchors: { type: 'string' }, key: { type: 'string' }, export: { type: 'string' } }, 2);
  const [what, file] = positionals;
  if (what === 'export' && file !== undefined && Object.keys(values).length === 0) return takeExport(file);
  if (what !== 'verify' || file !== undefined) throw new WordsNotUnderstood();
  return values.export === undefined ? verifyDatabase(values) : verifyFile(values.export, values);
}

async function takeExport(file: string): Promise<ExitCode> {
  await refuseIfThere(file);
  const links = await withTrailInDatabase(readConfig(process.env), (trail) => writeExport(file, trail.sections(), new Date()), progress);
  tell(speak(tongue())('command.audit.exported', { links, file }));
  return 0;
}

interface Given {
  readonly anchors?: string | undefined;
  readonly key?: string | undefined;
}

/** Without a database, data directory or key of ours: what a stranger can do with the file, the anchors they kept, and the public key. */
async function verifyFile(file: string, given: Given): Promise<ExitCode> {
  const t = speak(tongue());
  if (given.anchors === undefined || given.key === undefined) throw new WordsNotUnderstood();
  const found = await verifyTrail(readExport(file), await anchorsIn(given.anchors), await keysIn(given.key));
  const whole = await sayFound(t, found);
  tell(t(whole ? 'command.audit.good' : 'command.audit.bad'));
  return whole ? 0 : 1;
}

async function verifyDatabase(given: Given): Promise<ExitCode> {
  const t = speak(tongue());
  const config = readConfig(process.env);
  const brought = given.anchors === undefined ? [] : await anchorsIn(given.anchors);
  return withTrailInDatabase(config, async (trail) => {
    const anchors = [...(await trail.anchors()), ...brought];
    const keys = await keysIn(given.key ?? join(config.data, 'anchors', 'keys.json'), given.key === undefined);
    if (anchors.length > 0 && Object.keys(keys).length === 0) {
      tell(t('command.audit.no-key'));
      return 1;
    }
    const found = await verifyTrail(trail.sections(), anchors, keys);
    const chained = await sayFound(t, found, trail);
    const beside = await sayOutside(t, found, trail);
    if (anchors.length > 0 && brought.length === 0) tell(t('command.audit.own-anchors'));
    tell(t(chained && beside ? 'command.audit.good' : 'command.audit.bad'));
    return chained && beside ? 0 : 1;
  }, progress);
}

async function sayFound(t: Speak, { chains, absent }: TrailFound, trail?: TrailInDatabase): Promise<boolean> {
  for (const one of chains) await sayChain(t, one, trail);
  for (const chain of absent) tell(t('command.audit.absent', { chain }));
  return absent.length === 0 && chains.every(({ verdict }) => verdict.whole);
}

async function sayChain(t: Speak, { chain, verdict, keptHour, anchors }: ChainFound, trail?: TrailInDatabase): Promise<void> {
  tell(t('command.audit.chain', { chain: chain.chain, begun: chain.begun.slice(0, 16).replace('T', ' ') }));
  const { seq } = chain.from;
  if (chain.why === 'restored') tell(t('command.audit.restored', { seq }));
  if (chain.why === 'signed-otherwise') tell(t('command.audit.signed-otherwise', { seq }));
  const kept = { seq: verdict.keptUpTo, hour: (keptHour ?? '').replace('T', ' ') };
  if (verdict.whole) {
    tell(t('command.audit.whole', { entries: verdict.entries }));
    if (keptHour !== undefined) tell(t('command.audit.kept', kept));
    else if (anchors === 0) tell(t('command.audit.no-anchors'));
    return;
  }
  tell(t('command.audit.broken'));
  const line = await trail?.lineAt(chain.org, verdict.at);
  tell(t(`command.audit.finding.${verdict.finding}`, { at: verdict.at, line: line === undefined ? '' : ` (${line})` }));
  if (keptHour !== undefined) tell(t('command.audit.kept-before', kept));
}

async function sayOutside(t: Speak, { chains }: TrailFound, trail: TrailInDatabase): Promise<boolean> {
  let whole = true;
  for (const org of new Set(chains.map(({ chain }) => chain.org))) {
    const { leftOut, first = '', waiting, waitingSince } = await trail.outside(org);
    if (leftOut > 0) tell(t('command.audit.left-out', { count: leftOut, line: first }));
    if (waiting > 0) tell(t('command.audit.waiting', { count: waiting, since: waitingSince?.toISOString().slice(0, 16).replace('T', ' ') ?? '' }));
    whole &&= leftOut === 0;
  }
  return whole;
}

async function anchorsIn(file: string): Promise<readonly Anchor[]> {
  return readAnchors(await readFile(file, 'utf8').catch(() => Promise.reject(new BackupRefused('no-file', { file }))));
}

/** The public keys of a file such as `keys.json`. `maybe`: nothing when there is none. */
async function keysIn(file: string, maybe = false): Promise<AnchorKeys> {
  const text = await readFile(file, 'utf8').catch(() => (maybe ? '{}' : Promise.reject(new BackupRefused('no-file', { file }))));
  const keys = Object.entries(readObject(text)).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && /^[\w-]{43}$/.test(entry[1]));
  if (keys.length === 0 && !maybe) throw new BackupRefused('not-a-key', { file });
  return Object.fromEntries(keys);
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
