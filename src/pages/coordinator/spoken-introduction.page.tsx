import { answerByPhone, toReadAloud } from '../../rooms/matching/index.ts';
import { phoneInWords } from '../../rooms/people/index.ts';
import { Button, Card, Choices, Form, Link, Small, Stack, Textarea, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';

/** An introduction read aloud to somebody who has a telephone only, and what they said to it. It is a person's yes, written down by another. */
export default page({
  address: '/introductions/:id/by-phone',
  may: 'staff',
  load: (visit) => toReadAloud(visit, { proposal: visit.params.id }),
  title: ({ t }) => t('matching.spoken.title'),
  chrome: 'staff',
  forms: {
    said: form({
      act: answerByPhone,
      read: (fields, { params }) => ({ proposal: params.id, answer: fields.given('answer'), spoke: fields.ticked('spoke'), words: fields.text('words') }),
      then: ({ next }) => ({ to: '/today', say: next === 'write-together' ? 'matching.spoken.begins' : next === 'other-answers' ? 'matching.spoken.other-answers' : 'matching.spoken.look-again' }),
      refusals: { 'already-over': 'matching.workbench.refusal.over', 'answers-themselves': 'matching.spoken.refusal.answers-themselves' },
    }),
  },
  body(seen) {
    const { t, data, zone, now } = seen;
    const name = data.name ?? t('desk.someone');
    const other = data.otherName ?? t('desk.someone');
    return (
      <>
        <p class="small"><Link to="/today">{t('desk.today')}</Link></p>
        <h1>{t('matching.spoken.heading', { name })}</h1>
        <p>{data.phones.map(({ value, careful }) => <><Link key={value} to={`tel:${value}`}>{phoneInWords(value)}</Link>{careful !== '' && <span class="small"> {careful}</span>} </>)}</p>
        <Card as="section" gap="tight">
          <h2>{t('matching.spoken.read', { other })}</h2>
          {data.otherWords === '' ? <p>{t('matching.spoken.no-words', { other })}</p> : <blockquote class="said">{data.otherWords}</blockquote>}
          <Small>{t('matching.spoken.how', { name, other, when: t.moment(data.expiresAt, zone, now) })}</Small>
        </Card>
        <Form seen={seen} name="said">
          <Stack>
            <Choices of="answer" kind="one" label={t('matching.spoken.answer', { name })} choices={(['yes', 'no'] as const).map((value) => ({ value, label: t(`matching.spoken.answer.${value}`, { name, other }) }))} />
            <Textarea of="words" label={t('matching.spoken.words', { name, other })} hint={t('matching.spoken.words.hint')} value={data.ownWords} />
            <Tick of="spoke" label={t('matching.spoken.tick', { name })} />
            <div><Button>{t('matching.spoken.go')}</Button></div>
          </Stack>
        </Form>
      </>
    );
  },
});
