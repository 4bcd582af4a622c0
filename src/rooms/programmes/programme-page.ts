import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { contentOf } from './content.ts';
import { hoursOf } from './hours.ts';
import type { PagePart, PageText } from './kinds.ts';
import { isOpen, openProgrammes, programmeBySlug, takesPeopleIn } from './programme.ts';
import { isStaff } from './rules.ts';
import { teamOf } from './team.ts';
import { termsOfProgramme } from './terms.ts';

/** The public page of a programme (A1). Staff see it before it opens. The coordinator's chosen name is the only name on it. */
export const programmePage = view({
  name: 'programmes.programme-page',
  input: z.object({ slug: z.string() }),
  may: () => true,
  async load(looking, { slug }) {
    const programme = await programmeBySlug(looking, slug);
    const open = isOpen(programme);
    if (!open && !isStaff(looking.actor, programme.id)) return undefined;
    const texts = (await contentOf(looking, programme.id, 'page-text')).map(({ body }) => body);
    const { owner } = await teamOf(looking, programme.id);
    return {
      id: programme.id,
      slug,
      name: programme.name,
      words: programme.words,
      accent: programme.settings.accent,
      open,
      takesIn: takesPeopleIn(programme),
      texts: byPart(texts),
      firstAnswer: (await termsOfProgramme(looking, programme.id)).find(({ kind }) => kind === 'first-answer'),
      coordinator: (await namesOf(looking, [owner])).get(owner ?? '') ?? '',
      cover: await hoursOf(looking, programme.id),
    };
  },
});

/** Everybody's way in: the programmes that are open, and whether anything was set up yet. */
export const frontDoor = view({
  name: 'programmes.front-door',
  input: z.object({}),
  may: () => true,
  async load(looking) {
    const organisation = await looking.db.selectFrom('organisation').select(['name', 'set_up_at']).where('org_id', '=', looking.org).executeTakeFirst();
    const open = await openProgrammes(looking);
    const programmes = [];
    for (const { id, slug, name, words, settings } of open) {
      const texts = byPart((await contentOf(looking, id, 'page-text')).map(({ body }) => body));
      programmes.push({ slug, name, words, accent: settings.accent, headline: texts.headline?.[0]?.text, whoFor: texts['who-for']?.[0]?.text });
    }
    return { name: organisation?.name ?? '', setUp: organisation?.set_up_at != null, programmes };
  },
});

function byPart(texts: readonly PageText[]): Partial<Record<PagePart, PageText[]>> {
  return Object.groupBy(texts, ({ part }) => part);
}
