import { answerQuestion, sentQuestion, sentSheet } from '../../rooms/intake/index.ts';
import { Button, Form, Link, Quiet, Row } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { AnswersList } from './answers-list.tsx';
import { QuestionFields } from './question-fields.tsx';
import { answerTyped } from './read-answer.ts';
import { answerRefusals, answerRefusedAt } from './refusals.ts';

/** What was sent: a request or an application. */
export type Sent = 'request' | 'application';

const places = { request: '/requests/:id', application: '/applications/:id' } as const;

/** The answers somebody sent, to look at and to change. */
export function sentAnswersPage(of: Sent, at: '/requests/:id/answers' | '/applications/:id/answers') {
  return page({
    address: at,
    may: 'signed-in',
    load: async (visit) => ({ sheet: await sentSheet(visit, { of, id: visit.params.id }), id: visit.params.id }),
    title: ({ t }) => t('intake.answers.title'),
    chrome: 'member',
    body: ({ t, data: { sheet, id } }) => (
      <>
        <h1>{t('intake.answers.title')}</h1>
        <p>{t('intake.answers.words')}</p>
        <AnswersList sheet={sheet} t={t} to={(question) => `${address(at, { id })}/${encodeURIComponent(question)}`} />
        <p><Link to={address(places[of], { id })}>{t('intake.answers.back')}</Link></p>
      </>
    ),
  });
}

/** One question of what was sent, changed by itself. */
export function sentQuestionPage(of: Sent, at: '/requests/:id/answers/:question' | '/applications/:id/answers/:question') {
  return page({
    address: at,
    may: 'signed-in',
    load: async (visit) => ({ ...(await sentQuestion(visit, { of, id: visit.params.id, question: visit.params.question })), id: visit.params.id }),
    title: ({ t }) => t('intake.answers.title'),
    chrome: 'member',
    forms: {
      answer: form({
        act: answerQuestion,
        read: (fields, visit) => ({ ...answerTyped(fields), question: visit.params.question }),
        then: (_, visit) => ({ to: `${address(places[of], { id: visit.params.id ?? '' })}/answers`, say: 'intake.answers.kept' }),
        refusals: answerRefusals, refusedAt: answerRefusedAt,
      }),
    },
    body(seen) {
      const { t, data } = seen;
      return (
        <Form seen={seen} name="answer">
          <input type="hidden" name="sheet" value={data.sheet} />
          <QuestionFields question={data.question} answer={data.answer} t={t} heading="h1" />
          <Row>
            <Button>{t('intake.answers.save')}</Button>
            {data.question.skippable && <Quiet name="skip" value="yes">{t('intake.answers.take-out')}</Quiet>}
            <Link to={`${address(places[of], { id: data.id })}/answers`}>{t('intake.question.back')}</Link>
          </Row>
        </Form>
      );
    },
  });
}
