import { z } from 'zod';
import { holds } from '../platform/actor.ts';
import type { Config } from '../platform/config.ts';
import type { House } from '../platform/house.ts';
import { type Looking, view } from '../platform/view.ts';
import { type Ask, askThrough } from './ask.ts';
import { type Finding, finding, seen, type State } from './finding.ts';
import { lookAtArchive } from './look-at-archive.ts';
import { lookAtRounds, lookAtServer } from './look-at-database.ts';
import { lookAtLetters } from './look-at-letters.ts';
import { lookAtBackups, lookAtKeyring, lookAtMailNamed, lookAtOwnBackups, lookAtSecrets, lookAtSettings, lookAtSpace, lookAtVersion } from './look-at-place.ts';

/** The parts of a house, in the order in which they are shown. */
const houseParts = ['letters', 'backups', 'archive', 'keys', 'machine', 'version'] as const;
/** One part of the house that is looked at. */
export type HousePart = (typeof houseParts)[number];

/** How a part is while the house runs: `stopped` is a wrong that keeps something from happening at all. */
export type PartState = State | 'stopped';

/** One part of the house with what was found, and the worst of it. */
export interface PartFound {
  readonly part: HousePart;
  readonly state: PartState;
  readonly findings: readonly (Omit<Finding, 'state'> & { readonly state: PartState })[];
}

/**
 * What `companionway doctor` looks at, as far as a running house can tell without asking another machine: for those who administer it. Numbers, days and the
 * places of files; never an address of a person. What doctor says of promises is left out: a concern that is kept from the reader would be in the number.
 */
export const howTheHouseIs = view({
  name: 'doctor.how-the-house-is',
  input: z.object({}),
  may: ({ actor }) => holds(actor, 'administrator', null),
  load: (looking) => keep(looking.scene.house, lookThrough(looking)),
});

/**
 * The parts that want somebody, for a line on the first page of those who administer; nothing for everybody else, and nothing in a demo, which keeps nothing
 * that could be lost. What was found stands for a minute.
 */
export const houseWants = view({
  name: 'doctor.house-wants',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<readonly HousePart[]> {
    const { house } = looking.scene;
    if (house.config.demo || !holds(looking.actor, 'administrator', null)) return [];
    const known = kept.get(house);
    const parts = await (known !== undefined && known.until > Date.now() ? known.parts : keep(house, lookThrough(looking)));
    return parts.filter(({ findings }) => findings.some(({ state, what }) => state !== 'fine' && !chosen.has(what))).map(({ part }) => part);
  },
});

/** Ways to run a house that somebody may well have chosen: worth knowing on the page, and no reason to call for anybody each day. */
const chosen: ReadonlySet<string> = new Set(['custody-file', 'keyring-beside', 'keyring-elsewhere', 'address-here-only', 'database-no-checksums']);
/** What is wrong in such a way that something does not happen any more. */
const stops: ReadonlySet<string> = new Set(['letters-waiting', 'archive-not-prepared', 'archive-gone', 'archive-other', 'archive-waiting', 'keyring-no-key', 'keyring-no-wraps', 'space-too-little', 'rounds-late']);

const KEPT_MS = 60_000;
const kept = new WeakMap<House, { readonly until: number; readonly parts: Promise<readonly PartFound[]> }>();

function keep(house: House, parts: Promise<readonly PartFound[]>): Promise<readonly PartFound[]> {
  kept.set(house, { until: Date.now() + KEPT_MS, parts });
  parts.catch(() => kept.delete(house));
  return parts;
}

/** Files carry the machine's own time, so their ages are measured by it. */
async function lookThrough({ db, now, scene: { house } }: Looking): Promise<readonly PartFound[]> {
  const { config } = house;
  const ask = askThrough(db);
  const files = new Date();
  const found: Readonly<Record<HousePart, readonly Finding[]>> = {
    letters: await lettersOf(ask, config, now),
    backups: [...(await seen(lookAtBackups(config, files))), ...(await seen(lookAtOwnBackups(config, files)))],
    archive: await seen(inTime(lookAtArchive(config, files), config)),
    keys: [...(await seen(lookAtKeyring(config))), ...(await seen(lookAtSecrets(config)))],
    machine: [...(await seen(lookAtSpace(config))), ...(await lookAtServer(ask)), ...(await roundsOf(ask))],
    version: [...(await seen(lookAtVersion())), ...lookAtSettings(config)],
  };
  return houseParts.filter((part) => found[part].length > 0).map((part) => partOf(part, found[part]));
}

async function lettersOf(ask: Ask, { smtpUrl, mailFrom, demo }: Config, now: Date): Promise<readonly Finding[]> {
  return [...(demo ? [] : lookAtMailNamed({ smtpUrl, mailFrom })), ...(await lookAtLetters(ask, { server: demo || smtpUrl !== undefined, now }))];
}

/** While the site runs, the rounds run too: late ones have stopped. */
async function roundsOf(ask: Ask): Promise<readonly Finding[]> {
  return (await lookAtRounds(ask)).map((one) => (one.what === 'rounds-late' ? { ...one, state: 'wrong' } : one));
}

const ARCHIVE_PATIENCE_MS = 2_000;

/** A disk of another machine that is away may let everybody wait who asks for it. */
async function inTime(looking: Promise<readonly Finding[]>, { archive }: Config): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<readonly Finding[]>((resolve) => {
    timer = setTimeout(() => resolve([finding('wrong', 'archive-gone', { directory: archive?.directory ?? '' })]), ARCHIVE_PATIENCE_MS);
  });
  return Promise.race([looking, silence]).finally(() => clearTimeout(timer));
}

const worstFirst: readonly PartState[] = ['stopped', 'wrong', 'look', 'fine'];

function partOf(part: HousePart, found: readonly Finding[]): PartFound {
  const findings = found.map((one) => ({ ...one, state: one.state === 'wrong' && stops.has(one.what) ? ('stopped' as const) : one.state }));
  const worst = worstFirst.find((state) => findings.some((one) => one.state === state)) ?? 'fine';
  return { part, state: worst, findings: findings.toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state)) };
}
