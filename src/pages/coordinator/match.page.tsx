import { say } from '../../content/index.ts';
import { requestOnDesk } from '../../rooms/desk/index.ts';
import { proposeMatch, suggestions, type SuggestionSeen, withdrawProposal } from '../../rooms/matching/index.ts';
import { programmeContent } from '../../rooms/programmes/index.ts';
import { keepApart } from '../../rooms/safety/index.ts';
import { Bar, Button, Card, Dialog, Empty, Field, Folded, Form, Link, Pager, Promise, Quiet, Row, Small, Stack, Table, Tag, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import type { Query, Visit } from '../../web/visit.ts';
import { small } from '../capital.ts';
import { chosenBeside, SideBySide } from './match-side-by-side.tsx';
import { askedFor, commonInWords, type Criteria, reasonInWords, removedInWords, whyNotInWords } from './match-in-words.ts';
import type { Reader } from './pieces.tsx';

/** Of those who are not suggested, so many stand on one page, and so many are looked at in all: those who have been here longest. */
const ASIDE = 30;
const MOST_ASIDE = 300;

const here = (_: unknown, visit: Visit) => ({ to: visit.path.split('?')[0] ?? visit.path });

/** The weights that stand in the address, to try out: `w.<criterion>`. */
function weightsTried(query: Query, criteria: Criteria): Record<string, number> {
  return Object.fromEntries(criteria.flatMap(({ id, strength }) => {
    const typed = query.get(`w.${id}`);
    const weight = Number(typed);
    return strength === 'soft' && typed !== undefined && Number.isFinite(weight) && weight >= 0 && weight <= 100 ? [[id, weight] as const] : [];
  }));
}

/** Who could walk with somebody: suggestions with their reasons, why not the others, and proposals on their way. A person decides, never the engine. */
export default page({
  address: '/programmes/:programme/requests/:id/match',
  may: 'staff',
  async load(visit) {
    const { programme, id } = visit.params;
    const asked = await requestOnDesk(visit, { programme, request: id });
    const criteria = (await programmeContent(visit, { slug: programme, kind: 'criterion' })).items.map(({ body }) => body as Criteria[number]);
    const weights = weightsTried(visit.query, criteria);
    const all = visit.query.get('all') === 'yes';
    const from = visit.query.get('from') ?? '';
    const found = await suggestions(visit, { request: id, limit: 5, aside: all, weights });
    const ticked = visit.query.all('with');
    return { ...asked, criteria, weights, all, from: /^\d{1,3}$/.test(from) ? Number(from) : 0, found, ticked, beside: await chosenBeside(visit, id, ticked, found, Object.keys(weights).length > 0) };
  },
  title: ({ t }) => t('matching.workbench.title'),
  chrome: 'staff',
  wide: true,
  forms: {
    propose: form({
      act: proposeMatch,
      read: (fields, visit) => ({ request: visit.params.id, supporter: fields.text('supporter'), reason: fields.text('reason') }),
      then: (_, visit) => ({ ...here(_, visit), say: 'matching.workbench.proposed' }),
      refusals: {
        'already-proposed': 'matching.workbench.refusal.already-proposed', 'not-possible-any-more': 'matching.workbench.refusal.not-possible', 'not-waiting': 'matching.workbench.refusal.not-waiting',
        'seeker-waits': 'matching.workbench.refusal.seeker-waits', 'conduct-first': 'safety.conduct.supporter-first',
      },
    }),
    takeBack: form({
      act: withdrawProposal, read: (fields) => ({ proposal: fields.text('proposal') }),
      then: (_, visit) => ({ ...here(_, visit), say: 'matching.workbench.taken-back' }), refusals: { 'already-over': 'matching.workbench.refusal.over' },
    }),
    apart: form({
      act: keepApart, read: (fields) => ({ programme: fields.text('programme'), one: fields.text('one'), other: fields.text('other') }),
      then: (_, visit) => ({ ...here(_, visit), say: 'matching.workbench.kept-apart' }), refusals: { 'already-apart': 'matching.workbench.refusal.apart', yourself: 'matching.workbench.refusal.apart' },
    }),
  },
  body(seen) {
    const { t, zone, now, furniture, data } = seen;
    const reader = { t, zone, now };
    const name = data.name ?? t('desk.someone');
    const place = { programme: data.programme.slug, id: data.request.id };
    const asked = askedFor(t, data.answers);
    const before = new Set(data.proposals.filter(({ ending }) => ending !== undefined).map(({ standing }) => standing));
    const live = data.proposals.filter(({ ending }) => ending === undefined);
    const counted = removedInWords(t, data.found.removed, data.criteria);
    const comparing = data.beside.length > 0;
    const mayCompare = data.found.chosen.length > 1 || data.all;
    const action = address('/programmes/:programme/requests/:id/match', place);
    const asideFrom = (from: number) => `${address('/programmes/:programme/requests/:id/match', place, { all: 'yes', from: from > 0 ? String(from) : undefined, ...weightsInAddress(data.weights) })}#aside`;
    return (
      <>
        <p class="small"><Link to="/today">{t('desk.today')}</Link> · <Link to={address('/programmes/:programme/requests/:id', place)}>{t('matching.workbench.waited', { name, away: t.away(data.request.receivedAt, now) })}</Link></p>
        <h1>{t('matching.workbench.heading', { name })}</h1>
        {comparing && <SideBySide chosen={data.beside} criteria={data.criteria} back={address('/programmes/:programme/requests/:id/match', place, { all: data.all ? 'yes' : undefined, ...weightsInAddress(data.weights) })} reader={reader} />}
        <div class="beside">
          <Stack as="section">
            <Card tone="clay">
              <h2>{t('matching.workbench.asked', { name })}</h2>
              {asked.lines.length === 0 ? <p>{t('matching.workbench.asked-nothing')}</p> : (
                <ul>{asked.lines.map((line) => <li key={line.words}>{line.words} <Tag>{t(`matching.workbench.weight.${line.weight}`)}</Tag></li>)}</ul>
              )}
              {asked.own.length > 0 && (
                <Stack gap="close">
                  <h3>{t('matching.workbench.own-words')}</h3>
                  <Small>{t('matching.workbench.own-words-why')}</Small>
                  {asked.own.map(({ question, words }) => <div key={question}><Small>{question}</Small><blockquote class="said">{words}</blockquote></div>)}
                </Stack>
              )}
            </Card>
            <Weights criteria={data.criteria} weights={data.weights} action={action} reader={reader} />
          </Stack>
          <Stack as="section">
            {live.map((one) => (
              <Card key={one.id} tone="moss" gap="tight">
                <Promise state="due" title={t('matching.workbench.on-the-way', { name: data.names.get(one.supporter) ?? t('desk.someone') })}
                  small={one.turn === undefined ? undefined : t('matching.workbench.turn', { name: one.turn === 'seeker' ? name : (data.names.get(one.supporter) ?? t('desk.someone')), when: t.moment(one.expiresAt, zone, now) })} />
                <Form seen={seen} name="takeBack" what={one.id} quiet>
                  <input type="hidden" name="proposal" value={one.id} />
                  <Quiet label={t('matching.workbench.take-back-named', { name: data.names.get(one.supporter) ?? t('desk.someone') })}>{t('matching.workbench.take-back')}</Quiet>
                </Form>
              </Card>
            ))}
            {Object.keys(data.weights).length > 0 && <Card tone="clay"><p>{t('matching.workbench.trying')} <Link to={address('/programmes/:programme/requests/:id/match', place)}>{t('matching.workbench.trying-end')}</Link></p></Card>}
            {data.found.chosen.length === 0 && <Empty title={t('matching.workbench.nobody', { name })}><p>{t('matching.workbench.nobody-words')}</p></Empty>}
            {mayCompare && (
              <form method="get" action={action} id="beside" class="stack close">
                {data.all && <input type="hidden" name="all" value="yes" />}
                {data.from > 0 && <input type="hidden" name="from" value={String(data.from)} />}
                {Object.entries(weightsInAddress(data.weights)).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
                {data.ticked.length > 0 && !comparing && <p role="status"><strong>{t('rounds.beside.choose')}</strong></p>}
                <Row><Button second>{t('rounds.beside.go')}</Button><span class="small">{t('rounds.beside.hint')}</span></Row>
              </form>
            )}
            {data.found.chosen.map((one, at) => (
              <Suggestion key={one.supporter} one={one} first={at === 0 && live.length === 0} before={before.has(one.supporter)} beside={mayCompare ? data.ticked.includes(one.supporter) : undefined} live={live.some(({ standing }) => standing === one.supporter)} seeker={name} reader={reader}>
                <Form seen={seen} name="propose" what={one.supporter} class="stack tight">
                  <input type="hidden" name="supporter" value={one.supporter} />
                  <Row>
                    <Dialog button={t('matching.workbench.reason', { name })} title={t('matching.workbench.reason', { name })} open={seen.form('propose', one.supporter).tried}>
                      <Textarea of="reason" label={t('matching.workbench.reason', { name })} hint={t('matching.workbench.reason-hint')} rows={2} maxlength={1000} optional />
                    </Dialog>
                    <Button second={at > 0 || live.length > 0}>{t('matching.workbench.propose', { supporter: one.name ?? t('desk.someone'), name })}</Button>
                  </Row>
                </Form>
                <Dialog button={t('matching.workbench.apart')} title={t('matching.workbench.apart')}>
                  <Form seen={seen} name="apart" what={one.supporter}>
                    <input type="hidden" name="programme" value={data.programme.id} />
                    <input type="hidden" name="one" value={data.request.person} />
                    <input type="hidden" name="other" value={one.person} />
                    <p>{t('matching.workbench.apart-words', { supporter: one.name ?? t('desk.someone'), name })}</p>
                    <div><Button second>{t('matching.workbench.apart-go')}</Button></div>
                  </Form>
                </Dialog>
              </Suggestion>
            ))}
            <p>{t('matching.workbench.looked', { count: data.found.looked })} {counted.length > 0 && t('matching.workbench.removed', { reasons: t.list(counted) })}</p>
            {data.all && data.found.looked > MOST_ASIDE && <p>{t('matching.workbench.all-first', { shown: MOST_ASIDE, count: data.found.looked })}</p>}
            {data.all ? (
              <div id="aside"><Table stacks caption={t('matching.workbench.everybody')} heads={[t('desk.head.who'), t('matching.workbench.why-not'), { words: t('rounds.beside.go'), hidden: true }]}
                rows={data.found.setAside.slice(data.from, data.from + ASIDE).map((one) => ({ id: one.supporter, cells: [<Link to={address('/programmes/:programme/supporters/:id', { programme: place.programme, id: one.supporter })}>{one.name ?? t('desk.someone')}</Link>, whyNotInWords(t, one.why, data.criteria, { zone }), <BesideBox supporter={one.supporter} name={one.name ?? t('desk.someone')} checked={data.ticked.includes(one.supporter)} t={t} />] }))} /></div>
            ) : data.found.looked > 0 && <p><Link to={`${address('/programmes/:programme/requests/:id/match', place)}?all=yes`}>{data.found.looked > MOST_ASIDE ? t('matching.workbench.all-first', { shown: MOST_ASIDE, count: data.found.looked }) : t('matching.workbench.all', { count: data.found.looked })}</Link></p>}
            {data.all && <Pager words={furniture} {...(data.from > 0 && { previous: asideFrom(data.from - ASIDE) })} {...(data.from + ASIDE < Math.min(data.found.setAside.length, MOST_ASIDE) && { next: asideFrom(data.from + ASIDE) })} />}
          </Stack>
        </div>
      </>
    );
  },
});

/** Weights that are being tried, as they stand in the address. */
function weightsInAddress(weights: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(weights).map(([id, weight]) => [`w.${id}`, String(weight)]));
}

function Suggestion({ one, first, before, beside, live, seeker, reader: { t }, children }: {
  one: SuggestionSeen; first: boolean; before: boolean; beside: boolean | undefined; live: boolean; seeker: string; reader: Reader; children: preact.ComponentChildren;
}) {
  const name = one.name ?? t('desk.someone');
  const speaks = one.reasons.filter(({ kind }) => kind === 'fits');
  const against = one.reasons.filter(({ kind }) => kind === 'differs');
  const bars = one.reasons.filter(({ most }) => most > 0).toSorted((a, b) => b.most - a.most);
  // What nobody compared is one sentence, not a row of empty bars.
  const [said, unsaid] = [bars.slice(0, 4).filter(({ kind }) => kind !== 'neutral'), bars.slice(0, 4).filter(({ kind }) => kind === 'neutral')];
  const bar = (reason: (typeof bars)[number]) => <Bar key={reason.criterion} label={say(reason.name, t.lang)} part={reason.kind === 'neutral' ? undefined : reason.points / reason.most} words={reason.kind === 'neutral' ? t('matching.workbench.not-said') : String(Math.round((100 * reason.points) / reason.most))} />;
  return (
    <Card as="article" gap="tight">
      <Row between>
        <h2 class="h3">{name}</h2>
        <Row>
          {first && <Tag>{t('matching.workbench.first')}</Tag>}
          {one.heldBack && <Tag>{t('rounds.held-back')}</Tag>}
          {before && <Tag>{t('matching.workbench.before')}</Tag>}
          <span class="small">{t('matching.workbench.places', { free: Math.max(0, one.capacity - one.load), capacity: one.capacity })}</span>
        </Row>
      </Row>
      <ul>
        {commonInWords(t, one).map((line) => <li key={line}>{line}</li>)}
        {speaks.map((reason) => <li key={reason.criterion}>{reasonInWords(t, reason)}</li>)}
      </ul>
      {against.length > 0 && <Small>{t('matching.workbench.against', { reasons: against.map((reason) => reasonInWords(t, reason)).join(' ') })}</Small>}
      {said.length > 0 && <Stack gap="close">{said.map(bar)}</Stack>}
      {unsaid.length > 0 && <Small>{t('matching.workbench.unsaid', { names: t.list(unsaid.map(({ name: words }) => small(t, say(words, t.lang)))) })}</Small>}
      {beside !== undefined && <BesideBox supporter={one.supporter} name={name} checked={beside} t={t} />}
      {bars.length > 4 && <Folded summary={t('matching.workbench.why', { name, score: Math.round(one.score / 100) })}><Small>{t('matching.workbench.points', { name: seeker })}</Small>{bars.slice(4).map(bar)}</Folded>}
      {!live && children}
    </Card>
  );
}

/** A box of the form that compares. It belongs to that form by name: forms cannot stand inside each other. */
function BesideBox({ supporter, name, checked, t }: { supporter: string; name: string; checked: boolean; t: Reader['t'] }) {
  return <label class="choice"><input type="checkbox" name="with" value={supporter} form="beside" checked={checked} /><span>{t('rounds.beside.tick', { name })}</span></label>;
}

/** Other weights, for one look: they stand in the address and nowhere else. */
function Weights({ criteria, weights, action, reader: { t } }: { criteria: Criteria; weights: Record<string, number>; action: string; reader: Reader }) {
  return (
    <Folded summary={t('matching.workbench.try')} open={Object.keys(weights).length > 0}>
      <form method="get" action={action} class="stack tight">
        <Small>{t('matching.workbench.try-words')}</Small>
        {criteria.filter(({ strength }) => strength === 'soft').map((one) => (
          <Field key={one.id} of={`w.${one.id}`} label={say(one.name, t.lang)} type="number" inputmode="numeric" min={0} max={100} width={6} value={String(weights[one.id] ?? one.weight ?? 0)} />
        ))}
        <div><Button second>{t('matching.workbench.try-go')}</Button></div>
      </form>
    </Folded>
  );
}
