import { absent } from '../../platform/outcome.ts';
import { requestOnDesk } from '../../rooms/desk/index.ts';
import { answerQuestion } from '../../rooms/intake/index.ts';
import { Button, Form, Link, Quiet, Row } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { QuestionFields } from '../sheet/question-fields.tsx';
import { answerTyped } from '../sheet/read-answer.ts';
import { answerRefusals, answerRefusedAt } from '../sheet/refusals.ts';

const request = (visit: Visit) => address('/programmes/:programme/requests/:id', { programme: visit.params.programme ?? '', id: visit.params.id ?? '' });

/** One answer of a request, changed by the coordinator because the person asked for it on the phone. */
export default page({
  address: '/programmes/:programme/requests/:id/answers/:question',
  may: 'staff',
  async load(visit) {
    const { programme, id, question } = visit.params;
    const seen = await requestOnDesk(visit, { programme, request: id });
    const asked = seen.answers.find((one) => one.question.id === question) ?? absent();
    return { ...asked, sheet: seen.request.sheet, name: seen.name };
  },
  title: ({ t }) => t('desk.answers.edit'),
  chrome: 'staff',
  forms: {
    answer: form({
      act: answerQuestion, read: (fields, visit) => ({ ...answerTyped(fields), question: visit.params.question }), then: (_, visit) => ({ to: request(visit), say: 'desk.saved' }), refusals: answerRefusals, refusedAt: answerRefusedAt,
    }),
  },
  body(seen) {
    const { t, data, params } = seen;
    const name = data.name ?? t('desk.someone');
    const back = address('/programmes/:programme/requests/:id', { programme: params.programme, id: params.id });
    return (
      <>
        <p class="small"><Link to={back}>{name}</Link></p>
        <p>{t('desk.answers.edit-words', { name })}</p>
        <Form seen={seen} name="answer">
          <input type="hidden" name="sheet" value={data.sheet} />
          <QuestionFields question={data.question} answer={data.answer} t={t} heading="h1" />
          <Row>
            <Button>{t('desk.answers.save')}</Button>
            {data.question.skippable && <Quiet name="skip" value="yes">{t('desk.answers.skip')}</Quiet>}
          </Row>
        </Form>
      </>
    );
  },
});
