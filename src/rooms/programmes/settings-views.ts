import { z } from 'zod';
import { view, type Looking } from '../../platform/view.ts';
import { contactOf, namesOf } from '../people/index.ts';
import { contentItem, contentOf } from './content.ts';
import { closedDaysOf, weekOf } from './hours.ts';
import { contentKinds, type ContentKinds } from './kinds.ts';
import { programmeBySlug, programmesOfActor } from './programme.ts';
import { namingsIn } from './name-safety.ts';
import { missingFor } from './readiness.ts';
import { runs } from './rules.ts';
import { staffOf, teamOf } from './team.ts';
import { termsOfProgramme } from './terms.ts';
import { fromJson } from './stored.ts';

/** The programme that the actor runs at this address. Absent for everybody else. */
async function ownProgramme(looking: Looking, slug: string) {
  const programme = await programmeBySlug(looking, slug);
  return runs(looking.actor, programme.id) ? programme : undefined;
}

/** Everything a coordinator sets, but the content: promises, hours, days off, choosing, capabilities, and what is missing to open. */
export const programmeSettings = view({
  name: 'programmes.settings',
  input: z.object({ slug: z.string() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { slug }) {
    const programme = await ownProgramme(looking, slug);
    return programme && {
      programme,
      terms: await termsOfProgramme(looking, programme.id),
      week: await weekOf(looking, programme.id),
      closedDays: await closedDaysOf(looking, programme.id),
      missing: await missingFor(looking, programme.id),
    };
  },
});

/** The team with names and how each comes in, duties first. */
export const programmeTeam = view({
  name: 'programmes.team',
  input: z.object({ slug: z.string() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { slug }) {
    const programme = await ownProgramme(looking, slug);
    if (programme === undefined) return undefined;
    const staff = await staffOf(looking, programme.id);
    const names = await namesOf(looking, staff.map(({ person }) => person));
    const people = [];
    for (const held of staff) {
      const email = (await contactOf(looking, held.person)).find(({ kind }) => kind === 'email')?.value ?? '';
      people.push({ ...held, name: names.get(held.person) ?? '', email });
    }
    return { programme, people, team: await teamOf(looking, programme.id), namings: await namingsIn(looking, programme.id) };
  },
});

/** Every piece of one kind of content, for a list to choose from. */
export const programmeContent = view({
  name: 'programmes.content',
  input: z.object({ slug: z.string(), kind: z.enum(contentKinds) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { slug, kind }) {
    const programme = await ownProgramme(looking, slug);
    return programme && { programme, kind, items: await contentOf(looking, programme.id, kind) };
  },
});

/** A question set with its questions in order, the programme's other questions, and its version. */
export const programmeQuestions = view({
  name: 'programmes.questions',
  input: z.object({ slug: z.string(), set: z.string() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { slug, set }) {
    const programme = await ownProgramme(looking, slug);
    if (programme === undefined) return undefined;
    const item = await contentItem(looking, programme.id, 'question-set', set);
    const all = (await contentOf(looking, programme.id, 'question')).map(({ body }) => body);
    const asked = item.body.questions.flatMap((id) => all.find((question) => question.id === id) ?? []);
    return { programme, set: item.body, version: item.version, asked, known: all };
  },
});

/** One piece of content with its versions, the newest first. */
export const contentToEdit = view({
  name: 'programmes.content-to-edit',
  input: z.object({ slug: z.string(), kind: z.enum(contentKinds), id: z.string() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { slug, kind, id }) {
    const programme = await ownProgramme(looking, slug);
    if (programme === undefined) return undefined;
    const item = await contentItem(looking, programme.id, kind, id);
    const before = await looking.db
      .selectFrom('programme_content_before')
      .select(['version', 'body', 'changed_at'])
      .where('org_id', '=', looking.org)
      .where('programme_id', '=', programme.id)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .orderBy('version', 'desc')
      .limit(20)
      .execute();
    const versions = before.map((row) => ({ version: row.version, changedAt: row.changed_at, body: fromJson<ContentKinds[typeof kind]>(row.body) }));
    return { programme, kind, item, versions };
  },
});

/** The programmes whose settings the actor may change. */
export const ownProgrammes = view({
  name: 'programmes.own',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  load: (looking) => programmesOfActor(looking, ['coordinator', 'lead', 'safety-lead', 'administrator']),
});
