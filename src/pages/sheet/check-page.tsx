import { say } from '../../content/index.ts';
import { begin, draftSheet, sendApplication, sendRequest, wishForCall } from '../../rooms/intake/index.ts';
import { conduct } from '../../rooms/safety/index.ts';
import { Button, Card, Form, Link, Quiet, Row, Small, Stack, Tick } from '../../ui/index.ts';
import { form, type FormDefinition } from '../../web/form.ts';
import { address, elsewhere, page, type Seen } from '../../web/page.ts';
import { afterBegin } from './after-begin.ts';
import { AnswersList } from './answers-list.tsx';
import { type Side, waysOf } from './ways.ts';

const words = {
  seeker: { title: 'intake.ask.title', send: 'intake.check.send', after: 'intake.check.after' },
  supporter: { title: 'intake.apply.title', send: 'intake.check.send-application', after: 'intake.check.after-application' },
} as const;

const send = {
  seeker: form({
    act: sendRequest,
    read: (fields) => ({ sheet: fields.text('sheet'), shared: fields.ticked('shared') }),
    then: ({ request, session }) => ({ to: waysOf('seeker', '').sent(request), say: 'intake.sent', ...(session !== undefined && { session }) }),
    refusals: {
      'already-sent': 'intake.refusal.already-sent', 'not-open': 'intake.refusal.not-open', 'answers-missing': 'intake.refusal.answers-missing',
      'already-waiting': 'intake.refusal.already-waiting',
    },
  }),
  supporter: form({
    act: sendApplication,
    read: (fields) => ({ sheet: fields.text('sheet'), shared: fields.ticked('shared'), conduct: fields.ticked('conduct') ? fields.text('version') : '' }),
    then: ({ application, session }) => ({ to: waysOf('supporter', '').sent(application), say: 'intake.sent-application', ...(session !== undefined && { session }) }),
    refusals: {
      'already-sent': 'intake.refusal.already-sent', 'not-open': 'intake.refusal.not-open', 'answers-missing': 'intake.refusal.answers-missing',
      'already-applied': 'intake.refusal.already-applied', 'conduct-first': 'safety.conduct.first', 'conduct-changed': 'safety.conduct.changed',
    },
  }),
} satisfies Record<Side, unknown>;

/** Everything once more before it is sent: each answer with a way to change it, what stays private and the one limit (P5), and the button. */
export function checkPage(side: Side, at: '/p/:programme/ask/check' | '/p/:programme/apply/check') {
  return page({
    address: at,
    may: 'anyone',
    async load(visit) {
      const { programme } = visit.params;
      const seen = await draftSheet(visit, { programme, side });
      if (!seen.begun) return elsewhere(waysOf(side, programme).start);
      const code = side === 'supporter' ? await conduct(visit, { programme }) : undefined;
      return { ...seen, code: code === undefined || code.acceptedAt !== undefined ? undefined : code.version };
    },
    title: ({ t }) => t(words[side].title),
    chrome: 'public',
    forms: {
      send: send[side] as FormDefinition,
      'no-call': form({
        act: wishForCall,
        read: (fields) => ({ sheet: fields.text('sheet'), call: false }),
        then: (_, visit) => ({ to: waysOf(side, visit.params.programme ?? '').check }),
        refusals: { 'already-sent': 'intake.refusal.already-sent', 'number-needed': 'intake.refusal.number-needed' },
      }),
      more: form({
        act: begin,
        read: (_, visit) => ({ programme: visit.params.programme, side, way: 'all' }),
        ...afterBegin(side),
      }),
    },
    body(seen) {
      const { t, data, params } = seen;
      const ways = waysOf(side, params.programme);
      const ready = data.missing.length === 0;
      return (
        <>
          <h1>{t('intake.check.heading')}</h1>
          {!ready && <Missing seen={seen} side={side} />}
          {data.callFirst && (
            <Card tone="moss" gap="close">
              <p>{t('intake.check.call')}</p>
              <Form seen={seen} name="no-call" quiet><input type="hidden" name="sheet" value={data.sheet} /><Quiet>{t('intake.check.no-call')}</Quiet></Form>
            </Card>
          )}
          <AnswersList sheet={data} t={t} to={(question) => ways.question(question, 'check')} />
          {data.short && (
            <Card gap="close">
              <p>{t('intake.check.short')}</p>
              <Form seen={seen} name="more" quiet><Quiet>{t('intake.check.more')}</Quiet></Form>
            </Card>
          )}
          <Private seen={seen} />
          {ready && (
            <Form seen={seen} name="send">
              <input type="hidden" name="sheet" value={data.sheet} />
              {data.code !== undefined && (
                <>
                  <input type="hidden" name="version" value={data.code} />
                  <p><Link to={address('/code-of-conduct', {}, { programme: params.programme })}>{t('safety.conduct.read')}</Link></p>
                  <Tick of="conduct" label={t('safety.conduct.tick')} />
                </>
              )}
              {seen.actor.kind === 'stranger' && <Tick of="shared" label={t('intake.check.shared')} hint={t('intake.check.shared-hint')} />}
              <Row><Button>{t(words[side].send)}</Button><Link to={ways.later}>{t('intake.check.later')}</Link></Row>
              <Small>{t(words[side].after)}</Small>
            </Form>
          )}
        </>
      );
    },
  });
}

type CheckSeen = Seen<'/p/:programme/ask/check' | '/p/:programme/apply/check', Extract<Awaited<ReturnType<typeof draftSheet>>, { begun: true }> & { readonly code: string | undefined }>;

/** What may not be skipped and is still open: each a way to its question. */
function Missing({ seen: { t, data, params }, side }: { seen: CheckSeen; side: Side }) {
  const ways = waysOf(side, params.programme);
  const open = data.rows.filter(({ question }) => data.missing.includes(question.id));
  const [first] = data.missing;
  return (
    <Card tone="clay" gap="close">
      <h2>{t('intake.check.missing', { count: open.length })}</h2>
      <ul>{open.map(({ question }) => <li key={question.id}><Link to={ways.question(question.id, 'check')}>{say(question.text, t.lang)}</Link></li>)}</ul>
      {first !== undefined && <p><Button to={ways.question(first, 'check')}>{t('intake.check.answer-now')}</Button></p>}
    </Card>
  );
}

/** The limit of confidentiality in plain words (P5), before anything is sent. */
function Private({ seen: { t, lang, data } }: { seen: CheckSeen }) {
  return (
    <Card tone="moss" as="section">
      <Stack gap="close">
        <h2>{t('intake.check.private')}</h2>
        {data.limits.map(({ id, text }, at) => <p key={id}>{at === 0 ? <strong>{say(text, lang)}</strong> : say(text, lang)}</p>)}
      </Stack>
    </Card>
  );
}
