import { beginSheet, keepAnswer, receive } from '../../../rooms/intake/index.ts';
import { addPerson } from '../../../rooms/people/index.ts';
import type { Town } from '../../../testing/town.ts';
import { asks, supports } from '../desk-scene.ts';

const evenings = [1, 2, 3, 4, 5].map((day) => ({ day, from: 1020, to: 1260 }));
const speaks = (...languages: string[]) => ({ languages: { coded: { chosen: languages } }, times: { coded: { slots: evenings } }, channels: { coded: { chosen: ['channel-messages', 'channel-video'] } } });

/** Four who ask and three who could walk with somebody: enough for a round in which one stays without a match (nobody here speaks Farid’s language). */
export async function fourAsk(town: Town): Promise<Readonly<Record<'amina' | 'kit' | 'jun' | 'farid' | 'ben' | 'grace' | 'ivo', string>>> {
  const amina = await asks(town, 'Amina');
  const kit = await asks(town, 'Kit', speaks('en'));
  const jun = await asks(town, 'Jun', speaks('fr'));
  const farid = await asks(town, 'Farid', speaks('pl'));
  const ben = await supports(town, 'Ben', { capacity: 2 });
  const grace = await supports(town, 'Grace', { capacity: 1 });
  const ivo = await supports(town, 'Ivo', { said: speaks('en'), capacity: 1 });
  return { amina, kit, jun, farid, ben, grace, ivo };
}

/** So many more who ask, by the programme's own questions, each after the one before. */
export async function manyAsk(town: Town, count: number): Promise<readonly string[]> {
  return town.inside(async (inside) => {
    const ids: string[] = [];
    for (let number = 1; number <= count; number += 1) {
      const person = await addPerson(inside, { name: `Person ${number}`, lang: 'en' });
      const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'seeker', set: 'seeker-child-caregivers', person });
      for (const [question, { coded }] of Object.entries(speaks('en'))) await keepAnswer(inside, { id: sheet, person }, question, { coded, written: {} });
      ids.push(await receive(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' }));
    }
    return ids;
  });
}
