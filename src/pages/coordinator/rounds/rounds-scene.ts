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
