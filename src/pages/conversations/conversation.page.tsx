import { quietHours } from '../../rooms/agreements/index.ts';
import { conversation, makePicture, markRead, noteKinds, PICTURE_BYTES, sendMessage, startingWords } from '../../rooms/conversations/index.ts';
import { relationshipHere } from '../../rooms/relationships/index.ts';
import { Button, Card, Dialog, Empty, Field, Form, Link, Quiet, Row, Select, Small, Talk, TalkForm, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { clockInWords, otherInWords } from '../relationship/other.ts';
import { AtHand } from './at-hand.tsx';
import { Turns } from './turns.tsx';

const here = '/conversations/:id';

/** Two people talking (A8). Both voices alike; heavy words folded; nobody else reads along. With scripts it grows by itself, without it is a page and a form. */
export default page({
  address: here,
  may: 'signed-in',
  async load(visit) {
    const { id } = visit.params;
    const before = Number(visit.query.get('before')) || undefined;
    const [seen, quiet, relationship] = await Promise.all([
      conversation(visit, { conversation: id, ...(before !== undefined && { before }) }), quietHours(visit, { conversation: id }), relationshipHere(visit, { conversation: id }),
    ]);
    // How far somebody read is for their own page only; a page of older messages says nothing about the newest.
    if (before === undefined && seen.lastSeq > seen.readSeq) await markRead(visit, { conversation: id, seq: seen.lastSeq });
    return { ...seen, before, quiet, relationship };
  },
  title: ({ t }) => t('conversations.title'),
  chrome: 'member',
  scripts: ['live-feed', 'talk-form'],
  later: ['shrink-picture'],
  forms: {
    send: form({
      act: sendMessage,
      // The page's own key names the sending: a double tap, a retry and a lost answer are one message.
      read: async (fields, { params }) => {
        const file = fields.file('picture');
        return {
          conversation: params.id, sending: fields.text('_key'), words: fields.text('words'), note: fields.given('note') ?? fields.text('kind'),
          ...(file !== undefined && { picture: await makePicture(file), description: fields.text('description') }),
        };
      },
      then: (_, { params }) => ({ to: `${address(here, { id: params.id ?? '' })}#write` }),
      refusals: { 'not-possible': 'conversations.refusal.not-possible', 'conversation-closed': 'conversations.refusal.closed', 'agree-first': 'conversations.refusal.agree-first' },
      // A picture that is somewhat too large comes in all the same, so that its sender is told and keeps the words.
      mostBytes: 3 * PICTURE_BYTES,
    }),
    seen: form({
      act: markRead,
      read: (fields, { params }) => ({ conversation: params.id, seq: fields.text('seq') }),
      then: (_, { params }) => ({ to: address(here, { id: params.id ?? '' }) }),
      refusals: {},
    }),
  },
  body(seen) {
    const { data, t, params: { id } } = seen;
    const other = otherInWords(t, data.others[0]?.name);
    return (
      <>
        <Row between>
          <h1 class="talk-title">{t('conversations.you-and', { other })}</h1>
          <Row>
            {data.relationship !== 'none' && <Quiet to={address('/relationships/:id/agreement', { id: data.relationship.id })}>{t('conversations.how-we-walk')}</Quiet>}
            <Quiet to={address('/concerns/new', {}, { about: 'conversation', id })}>{t('conversations.worried')}</Quiet>
          </Row>
        </Row>
        <Said seen={seen} other={other} />
        <Writing seen={seen} other={other} />
      </>
    );
  },
});

interface Data extends Awaited<ReturnType<typeof conversation>> {
  readonly before: number | undefined;
  readonly quiet: Awaited<ReturnType<typeof quietHours>>;
  readonly relationship: Awaited<ReturnType<typeof relationshipHere>>;
}
type In = Seen<typeof here, Data>;

function Said({ seen, other }: { seen: In; other: string }) {
  const { data, t, zone, now, params: { id } } = seen;
  const quiet = data.quiet === 'none' ? '' : ` · ${t('conversations.quiet', { from: clockInWords(t, data.quiet.from), until: clockInWords(t, data.quiet.until) })}`;
  const first = data.messages[0];
  const open = data.started && !data.closed && data.before === undefined;
  const turns = <Turns messages={data.messages} previous={null} t={t} zone={zone} now={now} who={({ mine }) => (mine ? t('conversations.you') : other)} conversation={id} />;
  return (
    <>
      <Small>{t('conversations.between-you')} <Link to="/who-can-see-what">{t('conversations.what-that-means')}</Link>{quiet}</Small>
      {data.started && data.messages.length === 0 && (
        <Card tone="moss" gap="close">
          <h2>{t('conversations.first.title')}</h2>
          <p>{t('conversations.first.limit', { other })}</p>
          <p>{t('conversations.first.begin')}</p>
        </Card>
      )}
      {data.olderOpenAt !== undefined && (
        <Card tone="moss" gap="close">
          <p>{t('people.ways.older-wait', { time: t.moment(data.olderOpenAt, zone, now) })}</p>
          <p><Link to={address('/second-step', {}, { return: address(here, { id }) })}>{t('people.ways.give-second-step')}</Link></p>
        </Card>
      )}
      {data.older && first !== undefined && <p><Quiet to={address(here, { id }, { before: String(first.seq) })}>{t('conversations.older')}</Quiet></p>}
      {data.started && <Talk label={t('conversations.label', { other })} {...(open && { live: address('/conversations/:id/live', { id }), last: String(data.messages.at(-1)?.seq ?? data.lastSeq) })}>{turns}</Talk>}
      {data.before !== undefined && <p><Quiet to={address(here, { id })}>{t('conversations.newest')}</Quiet></p>}
    </>
  );
}

function Writing({ seen, other }: { seen: In; other: string }) {
  const { data, t, query, params: { id } } = seen;
  const { relationship } = data;
  const takeBack = data.messages.some((one) => one.mine) && <Quiet to={address('/conversations/:id/my-words', { id })}>{t('leaving.to-words')}</Quiet>;
  if (data.closed) return <Card id="write" gap="close"><h2>{t('conversations.closed.title')}</h2><p>{t('conversations.closed.words')}</p>{takeBack && <p>{takeBack}</p>}</Card>;
  if (!data.started) {
    return (
      <Empty heading="h2" title={t('conversations.not-yet.title')} {...(relationship !== 'none' && { to: address('/relationships/:id/agreement', { id: relationship.id }), action: t('conversations.not-yet.write') })}>
        <p>{t('conversations.not-yet.words', { other })}</p>
      </Empty>
    );
  }
  return (
    <>
      {relationship !== 'none' && relationship.state === 'paused' && <Card tone="clay" gap="close"><p>{t('conversations.paused')} <Link to={address('/relationships/:id', { id: relationship.id })}>{t('conversations.how-things-are')}</Link></p></Card>}
      <section id="write" aria-label={t('conversations.write')}>
        <TalkForm unsent={t('conversations.unsent')}>
          <Form seen={seen} name="send" upload class="stack tight">
            <Textarea of="words" label={t('conversations.your-message', { other })} hiddenLabel rows={3} maxlength={8000} value={startingWords(query.get('start'), t.lang)} />
            <div class="with-words">
              <Dialog button={t('conversations.add-picture')} title={t('conversations.add-picture')} open={toMend(seen, 'picture', 'description')}>
                <Field of="picture" type="file" label={t('conversations.picture')} hint={t('conversations.picture-hint', { other })} accept="image/jpeg,image/png,image/webp" />
                <Field of="description" label={t('conversations.picture-shows')} hint={t('conversations.picture-shows-hint')} optional maxlength={300} />
              </Dialog>
              <Dialog button={t('conversations.add-note')} title={t('conversations.add-note')} open={toMend(seen, 'note', 'kind')}>
                <Small>{t('conversations.note-hint')}</Small>
                <Select of="kind" label={t('conversations.note-kind')} options={[{ value: '', label: t('conversations.note-none') }, ...noteKinds(t.lang).map((kind) => ({ value: kind.id, label: kind.words }))]} />
                <Field of="note" label={t('conversations.note-own')} optional maxlength={120} />
              </Dialog>
              <AtHand t={t} conversation={id} />
              <Button>{t('conversations.send')}</Button>
            </div>
          </Form>
          <Row>
            <Quiet to={address('/conversations/:id/note', { id })}>{t('conversations.share-note')}</Quiet>
            {relationship !== 'none' && <Quiet to={address('/relationships/:id/meetings', { id: relationship.id })}>{t('conversations.meet')}</Quiet>}
            {takeBack}
          </Row>
          <div hidden><Form seen={seen} name="seen" quiet><input type="hidden" name="seq" value={data.lastSeq} /></Form></div>
        </TalkForm>
      </section>
    </>
  );
}

/** What has something to mend is found open. */
function toMend(seen: In, ...fields: readonly string[]): boolean {
  return seen.form('send').mendings.some(({ of }) => fields.includes(of));
}
