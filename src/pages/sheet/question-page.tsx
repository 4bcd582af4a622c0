import { answerQuestion, draftQuestion } from '../../rooms/intake/index.ts';
import { Button, Folded, Form, Link, Quiet, Row, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { elsewhere, page } from '../../web/page.ts';
import { QuestionFields } from './question-fields.tsx';
import { answerTyped } from './read-answer.ts';
import { answerRefusals, answerRefusedAt } from './refusals.ts';
import { type Side, waysOf } from './ways.ts';

/** One question a page (A2, A4): kept at each step, skippable, with why it is asked and who sees the answer. The same for both sides. */
export function questionPage(side: Side, at: '/p/:programme/ask/:question' | '/p/:programme/apply/:question') {
  return page({
    address: at,
    may: 'anyone',
    async load(visit) {
      const { programme, question } = visit.params;
      const seen = await draftQuestion(visit, { programme, side, question });
      return seen.begun ? seen : elsewhere(waysOf(side, programme).start);
    },
    title: ({ t }) => t(side === 'seeker' ? 'intake.ask.title' : 'intake.apply.title'),
    chrome: 'public',
    forms: {
      answer: form({
        act: answerQuestion,
        read: (fields, visit) => ({ ...answerTyped(fields), question: visit.params.question }),
        then({ lead, next }, visit) {
          const ways = waysOf(side, visit.params.programme ?? '');
          if (lead !== undefined && lead !== 'group-and-resources') return { to: ways.first(lead, next) };
          if (visit.query.get('from') === 'check' || next === undefined) return { to: ways.check };
          return { to: ways.question(next) };
        },
        refusals: answerRefusals, refusedAt: answerRefusedAt,
      }),
    },
    body(seen) {
      const { t, data, params, query } = seen;
      const { question, answer, place, count, before } = data;
      const ways = waysOf(side, params.programme);
      const back = query.get('from') === 'check' ? ways.check : before === undefined ? ways.start : ways.question(before);
      const fields = (heading: 'h1' | 'h2') => <QuestionFields question={question} answer={answer} t={t} heading={heading} />;
      const heavy = question.heavy === true;
      return (
        <>
          <p class="small">{t('intake.question.progress', { place, count })}</p>
          <Form seen={seen} name="answer">
            <input type="hidden" name="sheet" value={data.sheet} />
            {heavy && <h1>{t('intake.question.heavy')}</h1>}
            {heavy && <p>{t('intake.question.heavy-words')}</p>}
            {heavy ? <Folded summary={t('intake.question.heavy-open')} open={answer !== undefined && !answer.skipped}>{fields('h2')}</Folded> : fields('h1')}
            <Row>
              <Button>{t('intake.question.go-on')}</Button>
              {question.skippable && <Quiet name="skip" value="yes">{t('intake.question.skip')}</Quiet>}
              <Link to={back}>{t('intake.question.back')}</Link>
            </Row>
          </Form>
          {side === 'seeker' && question.skippable && place < count && query.get('from') !== 'check' && (
            <Small>{t.rich('intake.question.enough', { link: (words) => <Link to={ways.check}>{words}</Link> })}</Small>
          )}
          <Small>{t.rich('intake.question.kept', { link: (words) => <Link to={ways.later}>{words}</Link> })}</Small>
        </>
      );
    },
  });
}
