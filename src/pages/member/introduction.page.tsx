import type { PlainKey } from '../../messages/index.ts';
import { answerProposal, introduction, type Introduction, waitingForMe, writeIntroduction } from '../../rooms/matching/index.ts';
import { Button, Card, Dialog, Folded, Form, Link, List, Promise, Quiet, Row, Small, Stack, Textarea, Voice } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { otherInWords } from '../relationship/other.ts';

/** Two people read what each wrote for the other, and say yes or no (A6). A no needs no reason, and is never shown as one. */
export default page({
  address: '/introductions/:id',
  may: 'signed-in',
  async load(visit) {
    const seen = await introduction(visit, { proposal: visit.params.id });
    return { ...seen, others: (await waitingForMe(visit, {})).filter(({ id }) => id !== seen.id) };
  },
  title: ({ t }) => t('matching.introduction.title'),
  chrome: 'member',
  forms: {
    words: form({
      act: writeIntroduction,
      read: (fields, { params }) => ({ proposal: params.id, words: fields.text('words') }),
      then: (_, { params }) => ({ to: address('/introductions/:id', { id: params.id ?? '' }), say: 'matching.introduction.said.words' }),
      refusals: { 'already-over': 'matching.introduction.refusal.already-over' },
    }),
    answer: form({
      act: answerProposal,
      read: (fields, { params }) => ({ proposal: params.id, answer: fields.text('answer') }),
      then({ relationship, next }, { params }) {
        if (relationship !== undefined) return { to: address('/relationships/:id/agreement', { id: relationship }), say: 'matching.introduction.said.both' };
        const to = address('/introductions/:id', { id: params.id ?? '' });
        // After a no the page itself says thank you.
        return next === 'said-no' ? { to } : { to, say: saidOf[next] };
      },
      refusals: { 'already-over': 'matching.introduction.refusal.already-over' },
    }),
  },
  body: (seen) => (seen.data.turn === 'over' ? <Over seen={seen} /> : <Two seen={seen} />),
});

const saidOf: Readonly<Record<'other-answers' | 'we-look-again' | 'write-together', PlainKey>> = {
  'other-answers': 'matching.introduction.said.yes',
  'we-look-again': 'matching.introduction.said.look-again',
  'write-together': 'matching.introduction.said.both',
};

type Data = Introduction & { readonly others: readonly { readonly id: string }[] };
type In = Seen<'/introductions/:id', Data>;

function Two({ seen }: { seen: In }) {
  const { data, t, zone, now } = seen;
  const other = otherInWords(t, data.otherName);
  const until = t.moment(data.expiresAt, zone, now);
  const mineToSay = data.turn === 'mine';
  return (
    <>
      <h1>{data.mySide === 'seeker' ? t('matching.introduction.for-seeker', { other }) : t('matching.introduction.for-supporter', { other })}</h1>
      <Card tone="clay" as="section" aria-labelledby="their-words">
        <h2 id="their-words">{t('matching.introduction.their-words', { other })}</h2>
        {data.otherWords === '' ? <p>{t('matching.introduction.no-words', { other })}</p> : <Voice><span class="said">{data.otherWords}</span></Voice>}
      </Card>
      <Card tone="moss" as="section" gap="close">
        <h2>{t('matching.introduction.why')}</h2>
        <p>{data.why === '' ? t('matching.introduction.why-plain') : data.why}</p>
      </Card>
      {mineToSay ? <Answer seen={seen} other={other} until={until} /> : (
        <Promise title={t('matching.introduction.you-said-yes', { until })} small={t('matching.introduction.you-said-yes-next')} />
      )}
      <MyWords seen={seen} other={other} />
      {data.others.length > 0 && (
        <Stack as="section" gap="tight">
          <h2>{t('matching.introduction.others', { count: data.others.length })}</h2>
          <List>{data.others.map(({ id }, at) => <li key={id}><Link to={address('/introductions/:id', { id })}>{t('matching.introduction.another', { number: at + 1 })}</Link></li>)}</List>
        </Stack>
      )}
    </>
  );
}

function Answer({ seen, other, until }: { seen: In; other: string; until: string }) {
  const { data, t } = seen;
  const next = data.otherSaidYes ? t('matching.introduction.yes-begins', { other }) : t('matching.introduction.yes-next', { other });
  return (
    <Stack as="section" gap="tight">
      <h2>{t('matching.introduction.question', { other })}</h2>
      <p>{next}</p>
      <Form seen={seen} name="answer" what="yes" quiet>
        <input type="hidden" name="answer" value="yes" />
        <Button>{t('matching.introduction.yes')}</Button>
      </Form>
      <Dialog button={t('matching.introduction.no')} title={t('matching.introduction.no')}>
        <p>{t('matching.introduction.no-words-needed', { other })}</p>
        <Form seen={seen} name="answer" what="no" quiet>
          <input type="hidden" name="answer" value="no" />
          <Quiet>{t('matching.introduction.no-sure')}</Quiet>
        </Form>
      </Dialog>
      <Small>{t('matching.introduction.until', { until })}</Small>
    </Stack>
  );
}

function MyWords({ seen, other }: { seen: In; other: string }) {
  const { data, t } = seen;
  const shown = seen.form('words');
  return (
    <Stack as="section" gap="tight">
      <h2>{t('matching.introduction.my-words', { other })}</h2>
      {data.myWords === '' ? <p>{t('matching.introduction.nothing-yet')}</p> : <p class="said">{data.myWords}</p>}
      <Folded summary={t('matching.introduction.change-words')} open={shown.tried || data.myWords === ''}>
        <Form seen={seen} name="words">
          <Textarea of="words" label={t('matching.introduction.words-label')} hint={t('matching.introduction.words-hint')} value={data.myWords} maxlength={2000} />
          <Button second>{t('matching.introduction.words-keep')}</Button>
        </Form>
      </Folded>
    </Stack>
  );
}

/** What was decided, and what comes next: in every ending there is a next thing, and never a rejection. */
function Over({ seen: { data, t } }: { seen: In }) {
  if (data.relationship !== undefined) {
    return (
      <>
        <h1>{t('matching.introduction.both-yes')}</h1>
        <p>{t('matching.introduction.both-yes-next')}</p>
        <Row><Button to={address('/relationships/:id/agreement', { id: data.relationship })}>{t('matching.introduction.write-together')}</Button></Row>
      </>
    );
  }
  const ending = data.ending ?? 'we-look-again';
  const seeker = data.mySide === 'seeker';
  const title = { 'both-yes': t('matching.introduction.both-yes'), 'we-look-again': t('matching.introduction.over.look-again'), 'you-said-no': t('matching.introduction.over.you-said-no'), 'time-passed': t('matching.introduction.over.time-passed') }[ending];
  const words = ending === 'time-passed' ? t('matching.introduction.over.time-passed-words')
    : seeker ? t('matching.introduction.over.seeker') : t('matching.introduction.over.supporter');
  return (
    <>
      <h1>{title}</h1>
      <p>{words}</p>
      <Row>
        {seeker ? <Button to={address('/requests/:id', { id: data.request })}>{t('matching.introduction.where-things-are')}</Button> : <Button to="/home">{t('matching.introduction.home')}</Button>}
      </Row>
    </>
  );
}
