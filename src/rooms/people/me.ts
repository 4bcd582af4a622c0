import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import type { Lang } from '../../platform/scene.ts';
import { isTimeZone } from '../../platform/time-zones.ts';
import { view } from '../../platform/view.ts';
import { sees } from '../sight/index.ts';
import { type Contact, contactOf, pronounsOf, rename, tongueOf } from './persons.ts';
import { namesOf, sealFor } from './private-words.ts';

/** Who I am here, for my own page. `zone` is what I chose, empty when I go by the organisation's. */
export interface Me {
  readonly name: string;
  readonly pronouns: string;
  readonly lang: Lang;
  readonly zone: string;
  readonly zoneHere: string;
  readonly contacts: readonly Contact[];
}

/** My own details. */
export const me = view({
  name: 'people.me',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<Me> {
    const id = looking.person();
    const { lang, zone } = await tongueOf(looking, id);
    const row = await looking.db.selectFrom('person').select('zone').where('org_id', '=', looking.org).where('id', '=', id).executeTakeFirst();
    return {
      name: (await namesOf(looking, [id])).get(id) ?? '', pronouns: await pronounsOf(looking, id), lang, zone: row?.zone ?? '', zoneHere: zone,
      contacts: sees('contact', 'you') ? await contactOf(looking, id) : [],
    };
  },
});

/** Says how one is called, and in which language and hours one lives here. Any name will do; none is asked for on paper. */
export const changeMe = act({
  name: 'people.change-me',
  input: z.object({
    name: z.string().trim().min(1, 'people.me.mistake.name').max(100, 'people.me.mistake.long'),
    pronouns: z.string().trim().max(60, 'people.me.mistake.long').default(''),
    lang: z.enum(['en', 'fr']),
    zone: z.string().refine((zone) => zone === '' || isTimeZone(zone), 'people.me.mistake.zone').default(''),
  }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { name, pronouns, lang, zone }) {
    const id = inside.person();
    await rename(inside, id, name);
    const sealed = pronouns === '' ? null : await sealFor(inside, id, `person/pronouns/${id}`, pronouns);
    await inside.db.updateTable('person').set({ pronouns: sealed, lang, zone: zone || null }).where('org_id', '=', inside.org).where('id', '=', id).execute();
    return done({ lang });
  },
});
