import { roundOf } from '../../../rooms/matching/index.ts';
import { furnitureWords } from '../../../web/furniture.ts';
import { live } from '../../../web/live.ts';
import { placeOf, ProgressNews } from './working.tsx';

/** How far a round is, for an open page: each step and each twentieth, and at the end that it is ready. */
export default live({
  address: '/programmes/:programme/rounds/:round/live',
  may: 'staff',
  async topics(visit) {
    const { id } = await roundOf(visit, { round: visit.params.round, limit: 1 });
    return [`round:${id}`];
  },
  async since(visit, last) {
    const round = await roundOf(visit, { round: visit.params.round, limit: 1 });
    const place = placeOf(round);
    if (place === last) return [];
    return [{ id: place, event: 'replace', body: <ProgressNews round={round} place={visit.params} words={furnitureWords(visit.t)} t={visit.t} /> }];
  },
});
