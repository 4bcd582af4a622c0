import { say } from '../../../content/index.ts';
import type { BareKey, Speak } from '../../../messages/index.ts';
import { fairness, type FairnessSeen, type FairnessTable } from '../../../rooms/matching/index.ts';
import { Empty, Small, Stack, Table } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { languageInWords } from '../in-words.ts';
import { outOf100 } from './in-words.ts';
import { AllAtOnce } from './pieces.tsx';
import { programmeHere } from './programme-here.ts';

/** Whether matching is fair: who is served, how long they wait and how well it fits, group by group, with small numbers left out (K2). */
export default page({
  address: '/programmes/:programme/fairness',
  may: 'staff',
  async load(visit) {
    const { programme } = await programmeHere(visit, visit.params.programme);
    return { programme, report: (await fairness(visit, { programme: programme.id })).report };
  },
  title: ({ t }) => t('rounds.fairness.title'),
  chrome: 'staff',
  wide: true,
  body({ t, zone, data: { programme, report } }) {
    return (
      <>
        <AllAtOnce programme={programme} here="fairness" t={t} />
        <h1>{t('rounds.fairness.title')}</h1>
        <p>{t('rounds.fairness.words')}</p>
        {report === null ? (
          <Empty heading="h2" title={t('rounds.recruitment.no-round')} to={address('/programmes/:programme/rounds', { programme: programme.slug })} action={t('rounds.title')}><p>{t('rounds.fairness.no-round-words')}</p></Empty>
        ) : (
          <>
            <p>{t('rounds.fairness.small', { least: report.ofYear.least })}</p>
            <Small>{t('rounds.recruitment.as-of', { when: t.date(report.asOf, zone, 'long') })}</Small>
            <Report id="year" title={t('rounds.fairness.of-year')} table={report.ofYear} t={t} />
            <Report id="round" title={t('rounds.fairness.of-round')} table={report.ofRound} t={t} />
            <Stack as="section">
              <h2>{t('rounds.fairness.exposure')}</h2>
              <p>{report.exposure.capped === null || report.exposure.uncapped === null ? t('rounds.fairness.exposure-none') : t('rounds.fairness.exposure-words', { capped: report.exposure.capped / 1000, uncapped: report.exposure.uncapped / 1000 })}</p>
            </Stack>
          </>
        )}
      </>
    );
  },
});

type Grouping = FairnessTable['by'][number]['name'];

const byWords = { language: 'rounds.fairness.by.language', source: 'rounds.fairness.by.source', access: 'rounds.fairness.by.access' } as const satisfies Record<Grouping, BareKey>;

function Report({ id, title, table, t }: { id: string; title: string; table: FairnessTable; t: Speak }) {
  const heads = [t('rounds.fairness.head.group'), t('rounds.fairness.head.people'), t('rounds.fairness.head.served'), t('rounds.fairness.head.middle'), t('rounds.fairness.head.long'), t('rounds.fairness.head.fit')];
  const groups = table.by.flatMap(({ name, lines }) => lines.map((line) => ({ name, line })));
  const few = groups.filter(({ line }) => line.people === null);
  return (
    <Stack as="section">
      <h2>{title}</h2>
      <Table stacks caption={title} captionHidden heads={heads} rows={[
        { id: `${id}-all`, cells: [<strong>{t('rounds.fairness.all')}</strong>, ...figuresInWords(t, table.all)] },
        ...groups.filter(({ line }) => line.people !== null).map(({ name, line }) => ({ id: `${id}-${name}-${line.value}`, cells: [<strong>{asTitle(groupInWords(t, name, line))}</strong>, ...figuresInWords(t, line)] })),
      ]} />
      {few.length > 0 && <p class="small">{t('rounds.fairness.groups-few', { groups: t.list(few.map(({ name, line }) => groupInWords(t, name, line))) })}</p>}
    </Stack>
  );
}

function figuresInWords(t: Speak, line: FairnessSeen): readonly string[] {
  const few = t('rounds.fairness.few');
  const days = (count: number | null) => (count === null ? few : t.lasting(count, 'day'));
  return [
    line.people === null ? few : t.number(line.people),
    line.served === null || line.servedPerThousand === null ? few : t('rounds.fairness.served', { served: line.served, share: line.servedPerThousand / 1000 }),
    days(line.middleWaitDays), days(line.longWaitDays),
    line.served === 0 ? t('rounds.decided-nobody') : line.meanScore === null ? few : t.number(outOf100(line.meanScore)),
  ];
}

const sources: Readonly<Record<string, BareKey>> = { web: 'rounds.fairness.source.web', phone: 'rounds.fairness.source.phone', import: 'rounds.fairness.source.import', referral: 'rounds.fairness.source.referral' };

function groupInWords(t: Speak, name: Grouping, line: FairnessSeen): string {
  return t('rounds.fairness.group', { group: valueInWords(t, name, line), by: t(byWords[name]) });
}

/** The first letter large: at the head of its line a group is no part of a sentence. */
function asTitle(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueInWords(t: Speak, name: Grouping, { value, words }: FairnessSeen): string {
  if (words !== undefined) return say(words, t.lang);
  if (name === 'language') return languageInWords(t, value);
  if (name === 'access') return t(value === 'some' ? 'rounds.fairness.access.some' : 'rounds.fairness.access.none');
  const source = sources[value];
  return source === undefined ? value : t(source);
}
