import { ownProgrammes } from '../../rooms/programmes/index.ts';
import { elsewhere, page } from '../../web/page.ts';

const places = ['waiting', 'supporters', 'matches', 'messages', 'applications', 'written-down'];

/** A way of the day without a programme in its address: on to the reader's own programme. */
export default page({
  address: '/today/:place',
  may: 'staff',
  async load(visit) {
    const [programme] = await ownProgrammes(visit, {});
    const place = places.find((one) => one === visit.params.place);
    return elsewhere(programme === undefined || place === undefined ? '/today' : `/programmes/${programme.slug}/${place}`);
  },
  title: ({ t }) => t('desk.today'),
  chrome: 'staff',
  body: () => null,
});
