import { say } from '../../content/index.ts';
import type { BareKey } from '../../messages/index.ts';
import { ownProgrammes, runs } from '../../rooms/programmes/index.ts';
import { Card, Link, List } from '../../ui/index.ts';
import { elsewhere, page } from '../../web/page.ts';

const places: Readonly<Record<string, BareKey>> = {
  waiting: 'desk.waiting', supporters: 'web.staff.supporters', matches: 'desk.matches', messages: 'desk.messages', applications: 'desk.applications', 'written-down': 'desk.phoned',
};

/** A way of the day without a programme in its address: on to the programme the reader runs. Whoever runs several says which one is meant: nobody lands in another's list. */
export default page({
  address: '/today/:place',
  may: 'staff',
  async load(visit) {
    const { place } = visit.params;
    const title = Object.hasOwn(places, place) ? places[place] : undefined;
    const mine = (await ownProgrammes(visit, {})).filter(({ id }) => runs(visit.actor, id));
    const [only] = mine;
    if (only === undefined || title === undefined) return elsewhere('/today');
    if (mine.length === 1) return elsewhere(`/programmes/${only.slug}/${place}`);
    return { mine, title, place };
  },
  title: ({ t, data }) => t(data.title),
  chrome: 'staff',
  body: ({ t, lang, data: { mine, title, place } }) => (
    <>
      <h1>{t(title)}</h1>
      <h2>{t('desk.place.which')}</h2>
      <List>
        {mine.map((one) => <Card as="li" key={one.id} gap="close"><Link to={`/programmes/${one.slug}/${place}`}>{say(one.name, lang)}</Link></Card>)}
      </List>
    </>
  ),
});
