import { say } from '../../../content/index.ts';
import type { Speak } from '../../../messages/index.ts';
import { type NeedSeen, recruitment, type RecruitmentSeen } from '../../../rooms/matching/index.ts';
import { Card, Empty, Stack, Table, Voice } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { weekdayInWords } from '../../hours-in-words.ts';
import { languageInWords } from '../in-words.ts';
import { AllAtOnce } from './pieces.tsx';
import { programmeHere } from './programme-here.ts';

/** Whom to look for: what waiting people need and no supporter brings, in words a recruiter can use. */
export default page({
  address: '/programmes/:programme/recruitment',
  may: 'staff',
  async load(visit) {
    const { programme } = await programmeHere(visit, visit.params.programme);
    return { programme, list: (await recruitment(visit, { programme: programme.id })).list };
  },
  title: ({ t }) => t('rounds.recruitment.title'),
  chrome: 'staff',
  wide: true,
  body({ t, zone, data: { programme, list } }) {
    return (
      <>
        <AllAtOnce programme={programme} here="recruitment" t={t} />
        <h1>{t('rounds.recruitment.title')}</h1>
        <p>{t('rounds.recruitment.words')}</p>
        {list === null ? (
          <Empty heading="h2" title={t('rounds.recruitment.no-round')} to={address('/programmes/:programme/rounds', { programme: programme.slug })} action={t('rounds.title')}><p>{t('rounds.recruitment.no-round-words')}</p></Empty>
        ) : (
          <>
            <p><strong>{t('rounds.recruitment.count', { seekers: list.seekers, nobody: list.withoutAnyone, noRoom: list.withoutRoom })}</strong><br /><span class="small">{t('rounds.recruitment.as-of', { when: t.date(list.asOf, zone, 'long') })}</span></p>
            {list.withoutAnyone + list.withoutRoom === 0 ? <Empty heading="h2" title={t('rounds.recruitment.enough')}><p>{t('rounds.recruitment.enough-words')}</p></Empty> : <Lists list={list} t={t} />}
          </>
        )}
      </>
    );
  },
});

function Lists({ list, t }: { list: RecruitmentSeen; t: Speak }) {
  const hours = list.hours.map((one) => ({ ...one, name: partOfWeek(t, one) }));
  const languages = list.languages.map((one) => ({ ...one, name: languageInWords(t, one.value) }));
  const conditions = list.conditions.map((one) => ({ ...one, name: nameOf(t, one.value, one.words) }));
  // What nobody brings comes first in each list; what only lacks room is no reason to search.
  const missing = (needs: readonly { name: string; withoutAnyone: number }[]) => needs.filter(({ withoutAnyone }) => withoutAnyone > 0).slice(0, 3).map(({ name }) => name);
  return (
    <>
      <Card tone="clay" as="section" gap="tight">
        <h2>{t('rounds.recruitment.say')}</h2>
        <Voice>{[
          t('rounds.recruitment.say-start'),
          ...(missing(languages).length > 0 ? [t('rounds.recruitment.say-languages', { values: t.list(missing(languages), 'or') })] : []),
          ...(missing(conditions).length > 0 ? [t('rounds.recruitment.say-conditions', { values: t.list(missing(conditions), 'or') })] : []),
          ...(missing(hours).length > 0 ? [t('rounds.recruitment.say-hours', { values: t.list(missing(hours), 'or') })] : []),
        ].join(' ')}</Voice>
      </Card>
      {list.together.length > 0 && (
        <Stack as="section">
          <h2>{t('rounds.recruitment.first')}</h2>
          <ul>{list.together.slice(0, 10).map((one) => (
            <li key={one.language + one.condition}>{t('rounds.recruitment.first-line', { language: languageInWords(t, one.language), condition: nameOf(t, one.condition, one.conditionWords) })} <span class="small">({t('rounds.recruitment.people', { count: one.seekers })})</span></li>
          ))}</ul>
        </Stack>
      )}
      <Needs title={t('rounds.recruitment.languages')} needs={languages} t={t} />
      <Needs title={t('rounds.recruitment.conditions')} needs={conditions} t={t} />
      <Needs title={t('rounds.recruitment.hours')} needs={hours} t={t} />
    </>
  );
}

function Needs({ title, needs, t }: { title: string; needs: readonly (NeedSeen & { readonly name: string })[]; t: Speak }) {
  if (needs.length === 0) return null;
  const people = (count: number) => t('rounds.recruitment.people', { count });
  return (
    <Stack as="section">
      <h2>{title}</h2>
      <Table stacks caption={title} captionHidden
        heads={[t('rounds.recruitment.head.what'), t('rounds.recruitment.head.wait'), t('rounds.recruitment.head.nobody'), t('rounds.recruitment.head.no-room'), t('rounds.recruitment.head.open')]}
        rows={needs.map((one) => ({ id: one.value, cells: [<strong>{one.name}</strong>, people(one.seekers), people(one.withoutAnyone), people(one.withoutRoom), t.number(one.openPlaces)] }))} />
    </Stack>
  );
}

function nameOf(t: Speak, value: string, words: NeedSeen['words']): string {
  return words === undefined ? value : say(words, t.lang);
}

/** A part of the week as people say it: “Tuesday evenings”. */
function partOfWeek(t: Speak, { day, from }: { readonly day: number; readonly from: number }): string {
  const name = { day: weekdayInWords(t, day) };
  if (from < 6) return t('rounds.part.0', name);
  if (from < 12) return t('rounds.part.6', name);
  return from < 18 ? t('rounds.part.12', name) : t('rounds.part.18', name);
}
