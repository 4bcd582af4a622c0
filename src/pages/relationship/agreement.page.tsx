import { agreement, type AgreementSeen, agreementWords, agreeToLine, noteSpokenYes, sayYesToAll } from '../../rooms/agreements/index.ts';
import { Button, Card, Form, Link, Promise, Row, Small, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { TopicCard } from './topic-card.tsx';
import { otherInWords } from './other.ts';

const here = '/relationships/:id/agreement';

/** How two people want to walk together: the page both write (P2, A7). Nothing starts until both said yes; any line can be changed at any time. */
export default page({
  address: here,
  may: 'signed-in',
  load: (visit) => agreement(visit, { relationship: visit.params.id }),
  title: ({ t }) => t('agreements.title'),
  chrome: 'member',
  forms: {
    agree: form({
      act: agreeToLine,
      read: (fields, { params }) => ({ relationship: params.id, line: fields.text('line') }),
      then: (_, { params }, fields) => ({ to: `${address(here, { id: params.id ?? '' })}#line-${encodeURIComponent(fields.text('line'))}` }),
      refusals: { ended: 'agreements.refusal.ended', 'line-gone': 'agreements.refusal.line-gone' },
    }),
    'spoken-yes': form({
      act: noteSpokenYes,
      read: (fields, { params }) => ({ relationship: params.id, read: fields.ticked('read') }),
      then: (_, { params }) => ({ to: address(here, { id: params.id ?? '' }), say: 'agreements.said.spoken' }),
      refusals: { ended: 'agreements.refusal.ended', 'topics-missing': 'agreements.refusal.topics-missing', 'reads-themselves': 'agreements.refusal.reads-themselves', 'conduct-first': 'safety.conduct.other-first', 'conduct-changed': 'safety.conduct.changed' },
    }),
    'yes-to-all': form({
      act: sayYesToAll,
      read: (fields, { params }) => ({ relationship: params.id, conduct: fields.ticked('conduct') ? fields.text('version') : '' }),
      async then({ inForce }, visit) {
        const { id = '' } = visit.params;
        if (!inForce) return { to: address(here, { id }), say: 'agreements.said.yes' };
        const { conversation } = await agreement(visit, { relationship: id });
        return { to: address('/conversations/:id', { id: conversation }), say: 'agreements.said.begins' };
      },
      refusals: { ended: 'agreements.refusal.ended', 'topics-missing': 'agreements.refusal.topics-missing', 'conduct-first': 'safety.conduct.first', 'conduct-changed': 'safety.conduct.changed' },
    }),
  },
  body(seen) {
    const { data, t, lang, params } = seen;
    const other = otherInWords(t, data.other);
    const words = agreementWords(lang);
    const begun = data.topics.filter(({ lines }) => lines.length > 0);
    const open = data.topics.filter(({ lines, locked }) => lines.length === 0 && !locked);
    return (
      <>
        <Small>{data.ended ? t(data.version === 0 ? 'agreements.ended' : 'agreements.ended-version', { other }) : data.version === 0 ? t('agreements.draft', { other }) : t('agreements.version', { other, version: data.version })}</Small>
        <h1>{words.title}</h1>
        <p>{data.ended ? t('agreements.ended-intro') : words.intro}</p>
        {begun.map((topic) => <TopicCard key={topic.id} seen={seen} topic={topic} relationship={params.id} other={other} ended={data.ended} />)}
        {open.length > 0 && !data.ended && <StillOpen topics={open} relationship={params.id} t={t} />}
        {!data.ended && <Yes seen={seen} other={other} sayYes={words.sayYes} />}
        {!data.ended && data.readAloud && !data.saidYes.other && <ReadAloud seen={seen} other={other} />}
        <Row>
          <Link to={address('/relationships/:id', { id: params.id })}>{t('agreements.how-things-are')}</Link>
          {data.version > 0 && <Link to={address('/relationships/:id/agreement/versions', { id: params.id })}>{t('agreements.versions')}</Link>}
          {data.version > 0 && <Link to={address('/conversations/:id', { id: data.conversation })}>{t('agreements.conversation')}</Link>}
        </Row>
      </>
    );
  },
});

type Seen = Parameters<typeof TopicCard>[0]['seen'] & { readonly data: AgreementSeen };

/** Topics without a line: those that must be spoken of first. */
function StillOpen({ topics, relationship, t }: { topics: AgreementSeen['topics']; relationship: string; t: Seen['t'] }) {
  const sorted = topics.toSorted((a, b) => Number(b.required) - Number(a.required));
  return (
    <Card as="section" gap="close">
      <h2>{t('agreements.open')}</h2>
      <ul>
        {sorted.map((topic) => (
          <li key={topic.id}>
            <Link to={address('/relationships/:id/agreement/add/:topic', { id: relationship, topic: topic.id })}>{topic.question}</Link>{' '}
            <span class="small">{topic.required ? t('agreements.needed') : t('agreements.if-you-like')}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** For somebody who has a telephone only: the other reads it to them, and notes their yes. */
function ReadAloud({ seen, other }: { seen: Seen; other: string }) {
  const { t, data } = seen;
  if (data.version > 0 && data.notYet === undefined) return null;
  return (
    <Form seen={seen} name="spoken-yes" class="card stack tight">
      <h2>{t('agreements.read-aloud', { other })}</h2>
      <p>{t('agreements.read-aloud.words', { other })}</p>
      <Tick of="read" label={t('agreements.read-aloud.tick', { other })} />
      <div><Button second>{t('agreements.read-aloud.go')}</Button></div>
    </Form>
  );
}

/** How far the two yeses are, and the yes to the whole. */
function Yes({ seen, other, sayYes }: { seen: Seen; other: string; sayYes: string }) {
  const { data: { counts, saidYes, notYet, version, topics, code, programmeSlug }, t } = seen;
  const open = notYet?.open ?? 0;
  if (version > 0 && open === 0) return <Promise title={t('agreements.in-force')} small={t('agreements.in-force-hint')} />;
  // A yes to all agrees to every line that stands; only a topic without any line is in the way.
  const missing = topics.filter(({ required, locked, lines }) => required && !locked && lines.every(({ removes }) => removes)).length;
  return (
    <Form seen={seen} name="yes-to-all" class="card stack tight">
      <Promise state="due" title={saidYes.other ? t('agreements.other-said-all', { other }) : t('agreements.other-yes', { other, said: counts.others, lines: counts.lines })}
        small={saidYes.me ? t('agreements.i-said-all') : t('agreements.my-yes', { said: counts.mine, lines: counts.lines })} />
      {missing > 0 && <Small>{t('agreements.missing', { count: missing })}</Small>}
      {code !== undefined && (
        <>
          <input type="hidden" name="version" value={code} />
          <p><Link to={address('/code-of-conduct', {}, { programme: programmeSlug })}>{t('safety.conduct.read')}</Link></p>
          <Tick of="conduct" label={t('safety.conduct.tick')} />
        </>
      )}
      <div><Button disabled={missing > 0 || (saidYes.me && counts.mine === counts.lines)}>{sayYes}</Button></div>
    </Form>
  );
}
