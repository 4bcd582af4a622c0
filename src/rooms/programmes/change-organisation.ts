import { z } from 'zod';
import { starter } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import { holds } from '../../platform/actor.ts';
import { done } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { ownZone } from './inputs.ts';
import { countries } from './setup-draft.ts';

/** What was answered about the organisation at set-up, for those who administer it. Absent for everybody else. */
export const organisation = view({
  name: 'programmes.organisation',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking) {
    if (!holds(looking.actor, 'administrator', null)) return undefined;
    const row = await looking.db.selectFrom('organisation').select(['name', 'country', 'lang', 'zone', 'sender_name']).where('org_id', '=', looking.org).executeTakeFirst();
    const known = starter().safety.confirmBeforeOpening.countries.map(({ country, name }) => ({ country, name }));
    return row && { name: row.name, country: row.country, lang: row.lang, zone: row.zone, senderName: row.sender_name, countries: known };
  },
});

const name = z.string().trim().min(1, 'setup.mistake.name').max(120, 'programmes.mistake.too-long');

/** An administrator changes what was answered at set-up: the name on every page, the one on letters, the language people meet first, the time zone, the country. */
export const changeOrganisation = act({
  name: 'programmes.change-organisation',
  input: z.object({
    name, senderName: name, lang: z.enum(['en', 'fr'], 'setup.mistake.lang'), zone: ownZone,
    country: z.string().refine((country) => countries().includes(country), 'setup.mistake.country'),
  }),
  may: ({ actor }) => holds(actor, 'administrator', null),
  async perform(inside, { senderName, ...given }) {
    await inside.db.updateTable('organisation').set({ ...given, sender_name: senderName }).where('org_id', '=', inside.org).execute();
    return done();
  },
});
