import { sql } from 'kysely';
import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { type Looking, view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { isOpen, isStaff, openProgrammes, type Programme, programmeBySlug, weekOf, type OpenHours } from '../programmes/index.ts';
import { suggestedLines, type SuggestedLine } from './suggested-lines.ts';

/** A number somebody can call or write to, as it is dialled. */
export interface HelpLine {
  readonly id: string;
  readonly kind: string;
  readonly country: string;
  readonly region: string;
  readonly name: Text;
  readonly hours: Text;
  readonly about: Text;
  readonly call: string;
  readonly sms: string;
  readonly smsWords: string;
  readonly web: string;
  readonly languages: readonly string[];
  /** The day somebody of the programme last called it (ISO date), or null: then nobody who seeks help sees it. */
  readonly confirmedOn: string | null;
}

/** Everything the help page says: numbers first. */
export interface HelpNow {
  readonly country: string;
  readonly countries: readonly string[];
  readonly lines: readonly HelpLine[];
  /** When somebody of each programme is there, in hours; never more than a rota gives. */
  readonly cover: readonly { readonly programme: Text; readonly week: readonly OpenHours[] }[];
}

/** Help right now: confirmed lines of a country, the organisation's own first. For everybody, signed in or not. */
export const helpNow = view({
  name: 'safety.help-now',
  input: z.object({ country: z.string().length(2).optional() }),
  may: () => true,
  async load(looking, { country: asked }): Promise<HelpNow> {
    const own = await ownCountry(looking);
    const lines = (await allLines(looking)).filter(({ confirmedOn }) => confirmedOn !== null);
    const with_ = new Set(lines.map(({ country }) => country));
    const countries = [...with_].sort((a, b) => Number(b === own) - Number(a === own) || (a < b ? -1 : 1));
    const country = asked !== undefined && with_.has(asked) ? asked : with_.has(own) ? own : (countries[0] ?? own);
    const cover = [];
    for (const programme of await openProgrammes(looking)) cover.push({ programme: programme.name, week: await weekOf(looking, programme.id) });
    return { country, countries, lines: lines.filter((line) => line.country === country), cover };
  },
});

/** A line as those who look after it see it. */
export interface HelpLineKept extends HelpLine {
  readonly confirmedBy: string;
  readonly owner: string;
  readonly source: string;
}

/** The help lines for the people who keep them, with those that could be added. */
export const helpLinesToKeep = view({
  name: 'safety.help-lines-to-keep',
  input: z.object({ programme: z.string(), country: z.string().length(2).optional() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, country: asked }): Promise<{
    programme: Programme; open: boolean; country: string; lines: readonly HelpLineKept[]; suggested: readonly SuggestedLine[];
  } | undefined> {
    const programme = await programmeBySlug(looking, slug);
    if (!isStaff(looking.actor, programme.id)) return undefined;
    const country = asked ?? (await ownCountry(looking));
    const rows = (await linesQuery(looking).execute()).filter((row) => row.country === country);
    const names = await namesOf(looking, rows.flatMap((row) => [row.confirmed_by, row.owner_id]));
    const lines = rows.map((row) => ({ ...asLine(row), confirmedBy: names.get(row.confirmed_by ?? '') ?? '', owner: names.get(row.owner_id ?? '') ?? '', source: row.source ?? '' }));
    const known = (one: SuggestedLine) => lines.some((line) => (one.call !== undefined && line.call === one.call) || (one.call === undefined && line.sms === one.sms));
    return { programme, open: isOpen(programme), country, lines, suggested: suggestedLines(country).filter((one) => !known(one)) };
  },
});

/** The country the organisation is in. */
async function ownCountry(here: Pick<Looking, 'db' | 'org'>): Promise<string> {
  const row = await here.db.selectFrom('organisation').select('country').where('org_id', '=', here.org).executeTakeFirst();
  return row?.country ?? 'CA';
}

/** The confirmed emergency number of the organisation's country, as it is dialled; undefined while nobody confirmed one. */
export async function dangerNumber(here: Pick<Looking, 'db' | 'org'>): Promise<string | undefined> {
  const own = await ownCountry(here);
  return (await allLines(here)).find((line) => line.country === own && line.kind === 'emergency' && line.confirmedOn !== null && line.call !== '')?.call;
}

async function allLines(here: Pick<Looking, 'db' | 'org'>): Promise<readonly HelpLine[]> {
  return (await linesQuery(here).execute()).map(asLine);
}

function linesQuery({ db, org }: Pick<Looking, 'db' | 'org'>) {
  return db
    .selectFrom('help_line')
    .select(['id', 'kind', 'country', 'region', 'name', 'hours', 'about', 'call', 'sms', 'sms_words', 'web', 'languages', 'confirmed_by', 'owner_id', 'source'])
    .select(sql<string | null>`to_char(confirmed_on, 'YYYY-MM-DD')`.as('confirmed_on'))
    .where('org_id', '=', org)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .orderBy('id');
}

type Row = Awaited<ReturnType<ReturnType<typeof linesQuery>['execute']>>[number];

function asLine(row: Row): HelpLine {
  return {
    id: row.id, kind: row.kind, country: row.country, region: row.region ?? '', name: textOf(row.name), hours: textOf(row.hours), about: textOf(row.about),
    call: row.call ?? '', sms: row.sms ?? '', smsWords: row.sms_words ?? '', web: row.web ?? '', languages: row.languages, confirmedOn: row.confirmed_on,
  };
}

/** A text in two languages as it is stored; a missing one is the other's words. */
function textOf(stored: unknown): Text {
  const { en, fr } = (typeof stored === 'object' && stored !== null ? stored : {}) as { en?: string; fr?: string };
  return { en: en || fr || '', fr: fr || en || '' };
}
