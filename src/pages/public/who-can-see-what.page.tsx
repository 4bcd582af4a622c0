import { say, starter } from '../../content/index.ts';
import type { BareKey, Speak } from '../../messages/index.ts';
import { everybody, type Sees, type Somebody, type Thing, things, whoSees } from '../../rooms/sight/index.ts';
import { Card, Link, Stack } from '../../ui/index.ts';
import { page } from '../../web/page.ts';

const thingWords: Record<Thing, BareKey> = {
  messages: 'safety.sees.thing.messages', agreement: 'safety.sees.thing.agreement', walking: 'safety.sees.thing.walking', request: 'safety.sees.thing.request',
  contact: 'safety.sees.thing.contact', letters: 'safety.sees.thing.letters', concern: 'safety.sees.thing.concern', block: 'safety.sees.thing.block',
  sheet: 'safety.sees.thing.sheet', conduct: 'safety.sees.thing.conduct',
};
const whoWords: Record<Somebody, BareKey> = {
  you: 'safety.sees.who.you', other: 'safety.sees.who.other', coordinator: 'safety.sees.who.coordinator', administrator: 'safety.sees.who.administrator',
  'safety-lead': 'safety.sees.who.safety-lead', member: 'safety.sees.who.member', stranger: 'safety.sees.who.stranger', root: 'safety.sees.who.root',
};

/** Who can see what, in plain words: made from the very table that the code asks. */
export default page({
  address: '/who-can-see-what',
  may: 'anyone',
  load: ({ house }) => ({ apart: house.config.operatorsApart, custody: house.config.keyringFile === undefined ? house.config.custody.kind : ('elsewhere' as const), limits: starter().safety.limitsOfConfidentiality.find(({ use }) => use === 'everywhere')?.text, read: starter().safety.whoCanRead.find(({ assumes }) => assumes === 'not-sealed')?.text }),
  title: ({ t }) => t('safety.sees.title'),
  chrome: 'public',
  body({ data: { apart, custody, limits, read }, t, lang }) {
    return (
      <>
        <h1>{t('safety.sees.title')}</h1>
        {limits !== undefined && <Card tone="moss"><p><strong>{say(limits, lang)}</strong></p></Card>}
        {read !== undefined && <p>{say(read, lang)}</p>}
        {things.map((thing) => <OneThing key={thing} thing={thing} t={t} />)}
        <h2>{t('safety.sees.root.title')}</h2>
        <ul>
          <li>{t('safety.sees.root.locked')}</li>
          <li>{t('safety.sees.root.could')}</li>
          <li>{t(apart ? 'safety.sees.root.apart' : 'safety.sees.root.near')}</li>
          <li>{t(`safety.sees.root.custody.${custody}`)}</li>
          <li>{t('safety.sees.root.court')}</li>
          <li>{t('safety.sees.root.others')}</li>
        </ul>
        <h2>{t('safety.sees.limit.title')}</h2>
        <p>{t('safety.sees.limit.words')} <Link to="/concerns/new">{t('help.worried')}</Link></p>
      </>
    );
  },
});

/** One kind of thing: who sees it, who sees a part of it, who does not. */
function OneThing({ thing, t }: { thing: Thing; t: Speak }) {
  const { sees, notes } = whoSees[thing];
  const who = (how: Sees) => everybody.filter((one) => sees[one] === how);
  const list = (how: Sees) => t.list(who(how).map((one) => t(whoWords[one])));
  return (
    <Stack as="section" gap="close">
      <h2 class="h3">{t(thingWords[thing])}</h2>
      <ul>
        <li>{t('safety.sees.yes', { who: list('yes') })}</li>
        {Object.values(notes ?? {}).filter((note, at, all) => all.indexOf(note) === at).map((note) => <li key={note}>{t(note)}</li>)}
        <li>{t('safety.sees.no', { who: list('no') })}</li>
        {sees.root === 'could' && <li>{t('safety.sees.could')}</li>}
      </ul>
    </Stack>
  );
}
