import { say } from '../../content/index.ts';
import { houseWants } from '../../doctor/index.ts';
import type { Speak } from '../../messages/index.ts';
import { type Coming, type PromiseOnDesk, type SupporterToCareFor, today } from '../../rooms/desk/index.ts';
import { type Programme, programmeSettings } from '../../rooms/programmes/index.ts';
import { dangerNow } from '../../rooms/safety/index.ts';
import { Button, Card, Columns, Empty, Link, List, Pager, Quiet, Row, Small, Stack, Table, Tag } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { partsInWords } from '../administrator/in-words.ts';
import { DangerAlarm } from '../safety/danger-alarm.tsx';
import { callForm, Calls, callsOnDesk } from './calls-piece.tsx';
import { courseInWords, dayInWords, fewWords, kindInWords } from './in-words.ts';
import { Promised, type Reader, Who } from './pieces.tsx';

const SIZE = 25;

/** Who needs care, who waits, what is next: the first page of those who run a programme. */
export default page({
  address: '/today',
  may: 'staff',
  async load(visit) {
    const chosen = visit.query.get('programme');
    const list = `today ${chosen ?? ''}`;
    const cursor = visit.cursor(list);
    const [dueAt, id] = cursor?.key ?? [];
    const after = typeof dueAt === 'string' && typeof id === 'string' ? { dueAt: new Date(dueAt), id } : undefined;
    const seeing = today(visit, { ...(chosen !== undefined && { programme: chosen }), limit: SIZE + 1, ...(after && { after }) });
    const shown = seeing.then(({ programmes, chosen: only }) => (only === undefined ? programmes : [only]));
    const [seen, house, danger, calls] = await Promise.all([seeing, houseWants(visit, {}), dangerNow(visit, {}), after === undefined ? callsOnDesk(visit, shown) : shown.then(() => [])]);
    const rows = seen.promises.slice(0, SIZE);
    const last = rows.at(-1);
    const next = seen.promises.length > SIZE && last !== undefined ? { towards: 'next' as const, key: [last.promise.dueAt.toISOString(), last.promise.id] } : undefined;
    const unready = [];
    for (const programme of seen.programmes) {
      if (programme.openedAt === null) unready.push({ programme, missing: (await programmeSettings(visit, { slug: programme.slug })).missing.length });
    }
    return { ...seen, calls, danger, house, promises: rows, unready, further: after !== undefined, pages: visit.pages(list, { next }) };
  },
  title: ({ t }) => t('desk.today'),
  chrome: 'staff',
  wide: true,
  scripts: ['live-feed'],
  forms: { called: callForm },
  body(seen) {
    const { t, zone, now, lang, furniture, data } = seen;
    const reader = { t, zone, now };
    const one = data.chosen ?? (data.programmes.length === 1 ? data.programmes[0] : undefined);
    return (
      <>
        <Row between>
          <h1>{t('desk.today')}</h1>
          {one !== undefined && <Quiet to={address('/programmes/:programme/written-down', { programme: one.slug })}>{t('desk.phoned')}</Quiet>}
        </Row>
        <DangerAlarm danger={data.danger} {...reader} />
        <Switch programmes={data.programmes} chosen={data.chosen} t={t} />
        {data.house.length > 0 && <p><Link to="/how-the-house-is">{t('house.today', { parts: partsInWords(t, data.house) })}</Link></p>}
        {!data.further && <ThreeCards data={data} reader={reader} />}
        <Stack as="section">
          <h2>{t('desk.promises')}</h2>
          <Table stacks caption={t('desk.promises')} captionHidden
            heads={[t('desk.head.who'), t('desk.head.what'), t('desk.head.hands'), t('desk.head.promised'), { words: t('desk.head.next'), hidden: true }]}
            empty={<Empty title={t('desk.promises.none')}><p>{t('desk.promises.none-words')}</p></Empty>}
            rows={data.promises.map((row) => ({
              id: row.promise.id,
              cells: [
                <Who who={row.who} few={fewWords(t, row.who, row)} t={t} />,
                <>{kindInWords(t, row.promise.kind)}{data.programmes.length > 1 && data.chosen === undefined && <><br /><span class="small">{nameOf(data.programmes, row.promise.programme, lang)}</span></>}</>,
                row.mine ? t('desk.you') : (row.owner ?? t('desk.nobody')),
                <Promised promise={row.promise} {...reader} />,
                <Quiet to={placeOf(row)} label={t(`desk.next.${row.next}-named`, { name: row.who?.name ?? t('desk.someone') })}>{t(`desk.next.${row.next}`)}</Quiet>,
              ],
            }))} />
          <Pager {...data.pages} {...(data.further && { previous: '/today' })} words={furniture} />
        </Stack>
        <Calls calls={data.calls} seen={seen} t={t} />
        {!data.further && <Next coming={data.coming} programmes={data.programmes} unready={data.unready} reader={reader} lang={lang} />}
      </>
    );
  },
});

type Data = Pick<Awaited<ReturnType<typeof today>>, 'concerns' | 'mine' | 'carrying' | 'programmes'>;

const nameOf = (programmes: readonly Programme[], id: string, lang: 'en' | 'fr') => {
  const found = programmes.find((programme) => programme.id === id);
  return found === undefined ? '' : say(found.name, lang);
};
const slugOf = (programmes: readonly Programme[], id: string) => programmes.find((programme) => programme.id === id)?.slug ?? '';

/** Where a promise is kept. */
function placeOf({ slug, promise, next }: PromiseOnDesk): string {
  const { subject } = promise;
  if (subject.kind === 'support-request') {
    const place = { programme: slug, id: subject.id };
    return next === 'find-someone' ? address('/programmes/:programme/requests/:id/match', place) : `${address('/programmes/:programme/requests/:id', place)}#${next === 'call' ? 'call' : 'letters'}`;
  }
  if (subject.kind === 'application') return address('/programmes/:programme/applications/:id', { programme: slug, id: subject.id });
  return promise.promisedTo === null ? '/today' : `${address('/programmes/:programme/people/:id', { programme: slug, id: promise.promisedTo })}#letters`;
}

function Switch({ programmes, chosen, t }: { programmes: readonly Programme[]; chosen: Programme | undefined; t: Speak }) {
  if (programmes.length < 2) return programmes[0] === undefined ? null : <p><Tag>{say(programmes[0].name, t.lang)}</Tag></p>;
  return (
    <nav class="row" aria-label={t('desk.programmes')}>
      <Link to="/today" class="quiet" current={chosen === undefined}>{t('desk.programmes.all')}</Link>
      {programmes.map((one) => <Link key={one.id} to={address('/today', {}, { programme: one.slug })} class="quiet" current={chosen?.id === one.id}>{say(one.name, t.lang)}</Link>)}
    </nav>
  );
}

function ThreeCards({ data: { concerns, mine, carrying, programmes }, reader: { t, zone, now } }: { data: Data; reader: Reader }) {
  return (
    <Columns as="section">
      <Card {...(concerns.open > 0 && { tone: 'alarm' })} gap="tight">
        <h2 class="h3">{concerns.open > 0 ? t('desk.concerns', { count: concerns.open }) : t('desk.concerns.none')}</h2>
        <p>{concerns.open === 0 ? t('desk.concerns.none-words') : concerns.dueAt === null ? t('desk.concerns.heard') : t(concerns.dueAt < now ? 'desk.concerns.late' : 'desk.concerns.due', { when: t.moment(concerns.dueAt, zone, now) })}</p>
        {concerns.open > 0 && (concerns.mayOpen ? <p><Button to="/concerns">{t('desk.concerns.open')}</Button></p> : <Small>{t('desk.concerns.safety')}</Small>)}
      </Card>
      <Card gap="tight">
        <h2 class="h3">{t('desk.mine', { count: mine.open })}</h2>
        <p>{mine.nearest === null ? t('desk.mine.none') : t(mine.nearest < now ? 'desk.mine.late' : 'desk.mine.next', { when: t.moment(mine.nearest, zone, now), count: mine.late })}</p>
      </Card>
      <Card gap="tight">
        <h2 class="h3">{t('desk.carrying', { count: carrying.length })}</h2>
        {carrying.length === 0 ? <p>{t('desk.carrying.none')}</p> : (
          <ul>
            {carrying.slice(0, 3).map((one) => <li key={one.standing}>{t.rich('desk.carrying.one', { name: <Link to={address('/programmes/:programme/supporters/:id', { programme: slugOf(programmes, one.programme), id: one.standing })}>{one.name ?? t('desk.someone')}</Link>, why: whyInWords(t, one, zone, now) })}</li>)}
          </ul>
        )}
        {carrying.length > 3 && <Small>{t('desk.carrying.more', { count: carrying.length - 3 })}</Small>}
      </Card>
    </Columns>
  );
}

/** Why the programme should look after somebody, as one piece of a sentence. */
export function whyInWords(t: Speak, one: SupporterToCareFor, zone: string, now: Date): string {
  return t.list(one.why.map((why) => {
    switch (why) {
      case 'full': return t('desk.why.full', { count: one.running });
      case 'long-without-rest': return t('desk.why.long-without-rest');
      case 'asked-for-pause': return one.until === null ? t('desk.why.pause') : t('desk.why.pause-until', { day: t.date(one.until, zone) });
      case 'silence': return t('desk.why.silence', { name: one.with ?? t('desk.someone'), away: one.since === null ? '' : t.away(one.since, now) });
    }
  }));
}

function Next({ coming, programmes, unready, reader: { t, zone, now }, lang }: {
  coming: readonly Coming[]; programmes: readonly Programme[]; unready: readonly { programme: Programme; missing: number }[]; reader: Reader; lang: 'en' | 'fr';
}) {
  const name = (words: string | undefined) => words ?? t('desk.someone');
  return (
    <Stack as="section">
      <h2>{t('desk.coming')}</h2>
      {coming.length + unready.length === 0 && <p>{t('desk.coming.none')}</p>}
      <List>
        {unready.map(({ programme, missing }) => (
          <li key={programme.id}><Link to={address('/programmes/:programme/settings', { programme: programme.slug })}>{t('desk.coming.setup', { programme: say(programme.name, lang), count: missing })}</Link></li>
        ))}
        {coming.map((one) => {
          const programme = slugOf(programmes, one.programme);
          switch (one.kind) {
            case 'introduction':
              return <li key={one.id}><Link to={address('/programmes/:programme/requests/:id/match', { programme, id: one.request })}>{t('desk.coming.introduction', { seeker: name(one.seeker), supporter: name(one.supporter), when: t.moment(one.at, zone, now) })}</Link> <span class="small">{one.turn !== undefined && t('desk.coming.turn', { name: name(one.turn === 'seeker' ? one.seeker : one.supporter) })}</span></li>;
            case 'training':
              return <li key={one.id}><Link to={address('/programmes/:programme/supporters/:id', { programme, id: one.standing })}>{one.courses === 1 ? t('desk.coming.training', { name: name(one.name), course: courseInWords(t, one.course), day: dayInWords(t, one.on) }) : t('desk.coming.trainings', { name: name(one.name), count: one.courses, day: dayInWords(t, one.on) })}</Link></li>;
            case 'check-in':
              return <li key={one.id}><Link to={address('/programmes/:programme/people/:id', { programme, id: one.person })}>{t('desk.coming.check-in', { name: name(one.name), when: t.moment(one.at, zone, now) })}</Link></li>;
            case 'agreement':
              return <li key={one.id}><Link to={address('/programmes/:programme/people/:id', { programme, id: one.person })}>{t('desk.coming.agreement', { seeker: name(one.seeker), supporter: name(one.supporter), away: t.away(one.at, now) })}</Link></li>;
          }
        })}
      </List>
    </Stack>
  );
}
