import type { Speak } from '../../messages/index.ts';
import type { LineSeen, TopicSeen } from '../../rooms/agreements/index.ts';
import { agreementWords } from '../../rooms/agreements/index.ts';
import { Button, Card, Form, type FormShown, Link, Quiet, Row, Small } from '../../ui/index.ts';
import { address } from '../../web/page.ts';
import { clockInWords } from './other.ts';

/** What a topic's card is drawn from. */
export interface Around {
  readonly seen: { readonly t: Speak; readonly lang: Speak['lang']; form(name: string, what?: string): FormShown };
  readonly topic: TopicSeen;
  readonly relationship: string;
  readonly other: string;
  readonly ended: boolean;
}

/** One topic of the agreement with its lines. It is in a person's colour while something the other suggested waits for an answer. */
export function TopicCard({ topic, ...around }: Around) {
  const { seen: { t }, relationship, ended } = around;
  const waits = topic.lines.some(isTheirs);
  return (
    <Card as="section" tone={waits ? 'clay' : undefined} gap="tight" id={`topic-${topic.id}`} aria-labelledby={`topic-${topic.id}-name`}>
      <h2 id={`topic-${topic.id}-name`}>{topic.question}</h2>
      {topic.lines.map((line) => <Line key={line.id} line={line} topic={topic} {...around} />)}
      {!ended && !topic.locked && <Small><Link to={address('/relationships/:id/agreement/add/:topic', { id: relationship, topic: topic.id })} label={t('agreements.about', { action: t('agreements.add-line'), words: topic.question })}>{t('agreements.add-line')}</Link></Small>}
    </Card>
  );
}

/** The other one's own suggestion, which waits for an answer. A starting point of the programme is nobody's: a yes of the other one makes it no louder. */
function isTheirs(line: LineSeen): boolean {
  return line.state === 'waits-for-me' && line.proposedBy !== null;
}

function Line({ line, topic, ...around }: Around & { line: LineSeen }) {
  const { seen: { t } } = around;
  const { quietHours } = line.sets;
  return (
    <div class="stack close" id={`line-${line.id}`}>
      <p>{line.removes ? <><em>{t('agreements.leave-out')}</em> {t('agreements.quoted', { words: line.words })}</> : line.words}</p>
      {quietHours !== undefined && <Small>{t('agreements.quiet', { from: clockInWords(t, quietHours.from), until: clockInWords(t, quietHours.to) })}</Small>}
      {line.remarks.map((remark, at) => (
        <p class="small" key={at}><strong>{t('agreements.said-by', { name: remark.mine ? t('agreements.you') : around.other })}</strong> {remark.words}</p>
      ))}
      <Standing line={line} topic={topic} {...around} />
    </div>
  );
}

function Standing({ line, topic, seen, relationship, other, ended }: Around & { line: LineSeen }) {
  const { t, lang } = seen;
  // Ten lines with the same words beside them: each is heard with its own.
  const about = (action: string) => t('agreements.about', { action, words: line.words });
  const change = <Link to={address('/relationships/:id/agreement/lines/:line', { id: relationship, line: line.id })} label={about(t('agreements.change'))}>{t('agreements.change')}</Link>;
  const by = line.byMe ? t('agreements.by-me') : line.proposedBy === null ? t('agreements.by-programme') : t('agreements.by-other', { other });
  if (line.state === 'programme') return <Small>{topic.why}</Small>;
  if (ended) return null;
  if (line.state === 'agreed') return <Small>{t('agreements.agreed')} {change}</Small>;
  if (line.state === 'waits-for-other') return <Small>{line.byMe ? by : t('agreements.you-said-yes')} {t('agreements.other-not-yet', { other })} {change}</Small>;
  const { fine, talk } = agreementWords(lang);
  const first = isTheirs(line);
  return (
    <>
      <Small>{by} {line.replaces !== null && t('agreements.instead')}{line.state === 'waits-for-me' && !first && t('agreements.other-said-yes', { other })}</Small>
      <Form seen={seen} name="agree" what={line.id} quiet>
        <input type="hidden" name="line" value={line.id} />
        <Row>
          {first ? <Button>{fine}</Button> : <Quiet label={about(fine)}>{fine}</Quiet>}
          {first
            ? <Button second to={address('/relationships/:id/agreement/lines/:line/talk', { id: relationship, line: line.id })}>{talk}</Button>
            : <Quiet to={address('/relationships/:id/agreement/lines/:line', { id: relationship, line: line.id })} label={about(t('agreements.change'))}>{t('agreements.change')}</Quiet>}
        </Row>
      </Form>
    </>
  );
}
