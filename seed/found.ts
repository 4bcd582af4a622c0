import { sql } from 'kysely';
import { aboutPeople } from './people.ts';
import { arrive, happened, type World, ZONE } from './world.ts';
import type { House } from '../src/platform/house.ts';
import { newId } from '../src/platform/ids.ts';
import { insideHouse } from '../src/platform/inside.ts';
import { type CastId, keepCast } from '../src/rooms/demo/index.ts';
import { confirmHelpLine, writeHelpLine } from '../src/rooms/safety/index.ts';
import { beginProgramme, confirmTexts, giveRole, openProgramme } from '../src/rooms/programmes/index.ts';

/** Founds the organisation with its programme and its people; nobody has asked for anything yet. */
export async function found(house: House): Promise<Pick<World, 'org' | 'programme' | 'people'>> {
  const org = newId(house.clock.now());
  await sql`select found_organisation(${org}::uuid, 'Walking Alongside')`.execute(house.db.app);
  return insideHouse(house, org, 'seed', async (inside) => {
    await inside.db.updateTable('organisation').set({ set_up_at: inside.now, zone: ZONE, country: 'CA', sender_name: 'Walking Alongside' }).where('org_id', '=', org).execute();
    const programme = await beginProgramme(inside, { template: 'child-caregivers', zone: ZONE, lang: 'en' });
    const people = new Map<CastId, string>();
    // Farid telephones later: whoever takes the call writes him down.
    for (const who of Object.keys(aboutPeople) as CastId[]) if (who !== 'farid') people.set(who, await arrive(inside, who));
    const give = (who: CastId, role: 'coordinator' | 'safety-lead' | 'lead', duty: 'owner' | 'backup' | 'safety' | 'lead') => giveRole(inside, { person: people.get(who) ?? '', programme: programme.id, role, duty });
    await give('chidi', 'coordinator', 'owner');
    await give('dalia', 'coordinator', 'backup');
    await give('esi', 'safety-lead', 'safety');
    await giveRole(inside, { person: people.get('hana') ?? '', programme: null, role: 'administrator' });
    await keepCast(inside, people);
    return { org, programme, people };
  });
}

/** The programme opens: its texts were read, its help lines were called. */
export async function open(world: World): Promise<void> {
  const { id: programme } = world.programme;
  const chidi = await world.as('chidi');
  for (const which of ['duty-to-report', 'safety-texts'] as const) happened(await confirmTexts(chidi, { programme, which }), `confirm ${which}`);
  await helpLines(world);
  happened(await openProgramme(chidi, { programme }), 'open the programme');
}

/**
 * The emergency number, which is the real one, and two lines that are invented, written down and confirmed by Esi. The invented numbers are set aside for
 * fiction: a visitor who calls them reaches nobody.
 */
async function helpLines(world: World): Promise<void> {
  const { id: programme } = world.programme;
  const esi = await world.as('esi');
  const lines = [
    { kind: 'emergency', name: { en: 'Emergency number', fr: 'Numéro d’urgence' }, call: '911' },
    { name: { en: 'Night line for families (invented for this demo)', fr: 'Ligne de nuit pour les familles (inventée pour la démo)' }, call: '604 555 0100' },
    { name: { en: 'Somebody to text (invented for this demo)', fr: 'Quelqu’un à qui texter (inventé pour la démo)' }, sms: '604 555 0101' },
  ];
  for (const { name, ...reach } of lines) {
    const given = { programme, kind: 'crisis', country: 'CA', name, hours: { en: 'Day and night', fr: 'Jour et nuit' }, about: {}, languages: ['en', 'fr'], ...reach };
    const { id: line } = happened(await writeHelpLine(esi, given), 'write a help line');
    happened(await confirmHelpLine(esi, { programme, line, calledOn: world.house.clock.now().toISOString().slice(0, 10) }), 'confirm a help line');
  }
}
