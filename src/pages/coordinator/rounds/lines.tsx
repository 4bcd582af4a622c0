import type { Speak } from '../../../messages/index.ts';
import type { LineSeen, SeekerExplained } from '../../../rooms/matching/index.ts';
import { Card, Columns, type Form, Link, Row, Small, Stack, Tag } from '../../../ui/index.ts';
import { address } from '../../../web/page.ts';
import { type Criteria, removedInWords } from '../match-in-words.ts';
import type { Reader } from '../pieces.tsx';
import { DecideByHand, Held } from './by-hand.tsx';
import { fellInWords, twoSides } from './in-words.ts';
import { ChangeTag, InWords, Points } from './pieces.tsx';
import { WouldChange } from './would-change.tsx';

/** What the lines of a round need of their page. */
export interface AroundLines {
  readonly place: { readonly programme: string; readonly round: string };
  readonly criteria: Criteria;
  readonly reader: Reader;
  readonly seen: Parameters<typeof Form>[0]['seen'];
  /** Whether things can still be decided by hand: a round that people may decide from. */
  readonly decides: boolean;
  readonly ticked: (request: string) => boolean;
  /** What would have to change for those with nobody, where it was looked up. */
  readonly explained: ReadonlyMap<string, SeekerExplained>;
  /** The id of the first box, where a mistake about the boxes leads to. */
  readonly firstBox: string;
  readonly form: string;
}

/** One line of a round: a pair with its reasons on both sides, or somebody for whom there is nobody. */
export function Line({ line, first, around }: { line: LineSeen; first: boolean; around: AroundLines }) {
  return line.supporter === null ? <Nobody line={line} around={around} /> : <Pair line={line} supporter={line.supporter} first={first} around={around} />;
}

function Pair({ line, supporter, first, around }: { line: LineSeen; supporter: string; first: boolean; around: AroundLines }) {
  const { place, criteria, reader: { t }, seen, decides } = around;
  const names = namesOf(line, t);
  const { road, offer } = twoSides(line.reasons, criteria);
  return (
    <Card as="article" gap="tight" data-id={line.request} aria-labelledby={`pair-${line.position}`}>
      <Row between>
        <h3 id={`pair-${line.position}`}>{t('rounds.pair', names)}</h3>
        <Row>
          <ChangeTag change={line.change} t={t} />
          {line.kind !== 'chosen' && line.kind !== 'nobody' && <Tag>{t(`rounds.line.kind.${line.kind}`)}</Tag>}
          {line.proposal !== null && line.kind !== 'live' && <Tag>{t('rounds.line.proposed')}</Tag>}
          {line.score !== null && <Points score={line.score} bonus={line.bonus} t={t} />}
        </Row>
      </Row>
      <Before line={line} around={around} />
      {line.fell !== null && <p>{t.rich('rounds.fell.said', { kind: (words) => <strong>{words}</strong>, why: fellInWords(t, line.fell, criteria) })}</p>}
      {line.reasons.length > 0 && (
        <Columns>
          <Stack gap="close"><Small>{t('rounds.line.road', { name: names.seeker })}</Small><InWords reasons={road} t={t} /></Stack>
          <Stack gap="close"><Small>{t('rounds.line.offer', { name: names.supporter })}</Small><InWords reasons={offer} t={t} /></Stack>
        </Columns>
      )}
      {line.open && (
        <label class="choice">
          <input type="checkbox" id={first ? around.firstBox : undefined} name="requests" value={line.request} form={around.form} checked={around.ticked(line.request)} />
          <span>{t('rounds.line.tick', names)}</span>
        </label>
      )}
      <Row>
        <Link to={address('/programmes/:programme/rounds/:round/pairs/:request/:supporter', { ...place, request: line.request, supporter })} class="quiet" label={t('rounds.line.why-named', names)}>{t('rounds.line.why')}</Link>
        <Link to={address('/programmes/:programme/rounds/:round/people/:request', { ...place, request: line.request })} class="quiet">{t('rounds.line.others', { name: names.seeker })}</Link>
        {((decides && line.kind === 'chosen' && line.hold === null && line.proposal === null) || seen.form('hold', `${line.request}.${supporter}`).tried) && <DecideByHand request={line.request} supporter={supporter} names={names} around={{ seen, t }} />}
        {line.hold !== null && <Held hold={line.hold} names={names} around={{ seen, t }} />}
      </Row>
    </Card>
  );
}

function Nobody({ line, around }: { line: LineSeen; around: AroundLines }) {
  const { place, criteria, reader: { t, zone } } = around;
  const found = around.explained.get(line.request)?.wouldChange;
  const { seeker } = namesOf(line, t);
  const inTheWay = removedInWords(t, line.removed, criteria);
  return (
    <Card as="article" gap="tight" data-id={line.request} aria-labelledby={`pair-${line.position}`}>
      <Row between><h3 id={`pair-${line.position}`}>{t('rounds.line.nobody', { name: seeker })}</h3><ChangeTag change={line.change} t={t} /></Row>
      <Before line={line} around={around} />
      {line.possible > 0 && <p>{t('rounds.line.nobody-possible', { name: seeker, count: line.possible })}</p>}
      {inTheWay.length > 0 && <p>{t('rounds.line.in-the-way', { reasons: t.list(inTheWay) })}</p>}
      {found && <WouldChange found={found} criteria={criteria} zone={zone} heading="h4" t={t} />}
      <Row><Link to={address('/programmes/:programme/rounds/:round/people/:request', { ...place, request: line.request })} class="quiet">{t('rounds.line.what-would-change', { name: seeker })}</Link></Row>
    </Card>
  );
}

function Before({ line, around: { reader: { t, now } } }: { line: LineSeen; around: AroundLines }) {
  const before = line.before === null || line.change === 'same' ? '' : ` · ${t('rounds.before', { name: line.before.name ?? t('desk.someone') })}`;
  return <Small>{namesOf(line, t).seeker} {t('rounds.line.since', { away: t.away(line.waitingSince, now) })}{before}</Small>;
}

function namesOf(line: LineSeen, t: Speak): { seeker: string; supporter: string } {
  return { seeker: line.seeker ?? t('desk.someone'), supporter: line.supporterName ?? t('desk.someone') };
}
