import { say } from '../../../content/index.ts';
import type { Speak } from '../../../messages/index.ts';
import { type NeedSeen, recruitment, type RecruitmentSeen } from '../../../rooms/matching/index.ts';
import { Card, Empty, Folded, Stack, Table, Voice } from '../../../ui/index.ts';
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
            <p><strong>{t('rounds.recruitment.count', { seekers: list.seekers, nobody: list.withoutAnyone, noRoom: list.withoutRoom })}</strong><br /><span class="small">{t('rounds.recruitment.as-of', { when: t.date(list.asOf, zone, 'long') })} {t('rounds.recruitment.left')}</span></p>
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
  const [spoken, lived, free] = [languages, conditions, hours].map((needs) => needs.filter(isLacking).slice(0, 3).map(({ name }) => name)) as [string[], string[], string[]];
  return (
    <>
      <Card tone="clay" as="section" gap="tight">
        <h2>{t('rounds.recruitment.say')}</h2>
        <Voice>{[
          t('rounds.recruitment.say-start'),
          ...(spoken.length > 0 ? [t('rounds.recruitment.say-languages', { values: t.list(spoken, 'or') })] : []),
          ...(lived.length > 0 ? [t(spoken.length > 0 ? 'rounds.recruitment.say-also-conditions' : 'rounds.recruitment.say-conditions', { values: t.list(lived, 'or') })] : []),
          ...(free.length > 0 ? [t(spoken.length + lived.length > 0 ? 'rounds.recruitment.say-also-hours' : 'rounds.recruitment.say-hours', { values: t.list(free, 'or') })] : []),
          t('rounds.recruitment.say-any'),
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

/** More people wait with this and have nobody now than there are free places with it: the others wait for another reason. */
function isLacking({ withoutAnyone, withoutRoom, openPlaces }: NeedSeen): boolean {
  return openPlaces < withoutAnyone + withoutRoom;
}

/** Lines of one kind that are seen at once: what is missing most. */
const FIRST = 6;

type Named = NeedSeen & { readonly name: string };

function Needs({ title, needs, t }: { title: string; needs: readonly Named[]; t: Speak }) {
  const [lacking, enough] = [needs.filter(isLacking), needs.filter((one) => !isLacking(one))];
  if (needs.length === 0) return null;
  return (
    <Stack as="section">
      <h2>{title}</h2>
      {lacking.length > 0 && <NeedsTable title={title} needs={lacking.slice(0, FIRST)} t={t} />}
      {lacking.length > FIRST && <Folded summary={t('rounds.recruitment.more', { count: lacking.length - FIRST })}><NeedsTable title={`${title}: ${t('rounds.recruitment.more', { count: lacking.length - FIRST })}`} needs={lacking.slice(FIRST)} t={t} /></Folded>}
      {enough.length > 0 && <Folded summary={t('rounds.recruitment.enough-of')}><NeedsTable title={`${title}: ${t('rounds.recruitment.enough-of')}`} needs={enough} t={t} /></Folded>}
    </Stack>
  );
}

function NeedsTable({ title, needs, t }: { title: string; needs: readonly Named[]; t: Speak }) {
  const people = (count: number) => t('rounds.recruitment.people', { count });
  return (
    <Table stacks caption={title} captionHidden
      heads={[t('rounds.recruitment.head.what'), t('rounds.recruitment.head.wait'), t('rounds.recruitment.head.nobody'), t('rounds.recruitment.head.no-room'), t('rounds.recruitment.head.open')]}
      rows={needs.map((one) => ({ id: one.value, cells: [<strong>{one.name}</strong>, people(one.seekers), people(one.withoutAnyone), people(one.withoutRoom), t.number(one.openPlaces)] }))} />
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
