import { starter, templateOf, type TemplateId, type Text } from '../../content/index.ts';
import type { Inside } from '../../platform/act.ts';
import type { Lang } from '../../platform/scene.ts';
import { piecesOf, settingsOf, termsOf, weekOfTemplate, whoChoosesOf } from './from-template.ts';
import { slugFrom } from './rules.ts';
import { asJson } from './stored.ts';

/** What a new programme needs to be told. */
export interface ProgrammeGiven {
  readonly template: TemplateId;
  /** Its own name; the template's when absent. */
  readonly name?: Text;
  readonly zone: string;
  readonly lang: Lang;
}

/** The ids of the templates, in the order they are offered. */
export function templateIds(): readonly TemplateId[] {
  return starter().templates.map(({ id }) => id as TemplateId);
}

/**
 * Makes a programme from a template: its words, promises, hours, questions, criteria, agreement topics, check-ins, notices and safety texts
 * become rows of its own that can be edited. It is not open yet. Gives back id and address.
 */
export async function beginProgramme(inside: Inside, given: ProgrammeGiven): Promise<{ id: string; slug: string }> {
  const template = templateOf(given.template);
  const id = inside.newId();
  const name = given.name ?? template.name;
  const slug = await freeSlug(inside, slugFrom(name[given.lang]));
  await inside.db
    .insertInto('programme')
    .values({
      org_id: inside.org,
      id,
      slug,
      name: asJson(name),
      template: template.id,
      words: asJson(template.words),
      capabilities: template.capabilities.map((one) => one.id),
      who_chooses: whoChoosesOf(template),
      capacity: asJson(template.capacity),
      settings: asJson(settingsOf(template)),
      zone: given.zone,
      lang: given.lang,
      made_at: inside.now,
    })
    .execute();
  await addRows(inside, id, given.template);
  inside.record({ name: 'programmes.programme-begun', subject: { kind: 'programme', id }, programme: id, about: { template: template.id } });
  return { id, slug };
}

async function addRows({ db, org, now }: Inside, programme: string, templateId: TemplateId): Promise<void> {
  const template = templateOf(templateId);
  const mine = { org_id: org, programme_id: programme };
  const places = new Map<string, number>();
  const pieces = piecesOf(template).map(({ kind, id, body }) => {
    const position = places.get(kind) ?? 0;
    places.set(kind, position + 1);
    return { ...mine, kind, id, position, body: asJson(body), changed_at: now };
  });
  await db.insertInto('programme_content').values(pieces).execute();
  await db.insertInto('programme_hours').values(weekOfTemplate(template).map((stretch) => ({ ...mine, ...stretch }))).execute();
  await db
    .insertInto('promise_term')
    .values(
      termsOf(template).map(({ kind, amount, unit, warnAmount, climbAmount }) => ({
        ...mine, kind, amount, unit, warn_amount: warnAmount, warn_unit: 'hour', climb_amount: climbAmount, climb_unit: 'hour',
      })),
    )
    .execute();
}

/** The wished address, or the same with the next free number. */
async function freeSlug({ db, org }: Inside, wished: string): Promise<string> {
  const taken = new Set((await db.selectFrom('programme').select('slug').where('org_id', '=', org).execute()).map(({ slug }) => slug));
  if (!taken.has(wished)) return wished;
  for (let number = 2; ; number += 1) if (!taken.has(`${wished}-${number}`)) return `${wished}-${number}`;
}
