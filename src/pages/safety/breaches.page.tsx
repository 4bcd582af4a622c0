import { say } from '../../content/index.ts';
import { breachWeights, recordBreach, recordingBreach } from '../../rooms/breaches/index.ts';
import { Button, Card, Choices, Empty, Form, Link, List, Row, Select, Small, Tag, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { breachOutcomeWords, weightWords } from './breach-words.ts';

const here = '/programmes/:programme/breaches';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Lines of the code that were crossed, for staff who have a part in it; with a person in the address, the form to write one down. */
export default page({
  address: here,
  may: 'staff',
  load(visit) {
    const person = visit.query.get('person') ?? '';
    return recordingBreach(visit, { programme: visit.params.programme, ...(uuid.test(person) && { person }) });
  },
  title: ({ t }) => t('breaches.title'),
  chrome: 'staff',
  forms: {
    record: form({
      act: recordBreach,
      read: (fields, { query }) => ({
        programme: fields.text('programme'), person: fields.text('person'), line: fields.text('line'), weight: fields.given('weight'), words: fields.text('words'),
        concern: uuid.test(query.get('concern') ?? '') ? query.get('concern') : undefined,
      }),
      then: ({ breach }, { params }) => ({ to: address('/programmes/:programme/breaches/:id', { programme: params.programme ?? '', id: breach }), say: 'breaches.said.recorded' }),
      refusals: { yourself: 'breaches.refusal.yourself', 'too-close': 'breaches.refusal.too-close' },
    }),
  },
  body(seen) {
    const { t, lang, zone, data: { programme, list, about } } = seen;
    return (
      <>
        <p class="small">{say(programme.name, lang)}</p>
        <h1>{t('breaches.title')}</h1>
        <p>{t('breaches.words')} <Link to={address('/code-of-conduct', {}, { programme: programme.slug })}>{t('safety.conduct.title')}</Link></p>
        {about !== undefined && <Record seen={seen} about={about} />}
        {list.length === 0 ? <Empty heading="h2" title={t('breaches.none')}><p>{t('breaches.none-words')}</p></Empty> : (
          <List>
            {list.map((one) => (
              <Card as="li" key={one.id} gap="close">
                <Row between>
                  <h2 class="h3"><Link to={address('/programmes/:programme/breaches/:id', { programme: programme.slug, id: one.id })}>{one.name ?? t('safety.somebody-begins')}</Link></h2>
                  <Tag>{one.appeal === 'waits' ? t('breaches.state.appealed') : one.outcome === null ? t('breaches.state.open') : t(breachOutcomeWords[one.outcome])}</Tag>
                </Row>
                <p>{say(one.line, lang)}</p>
                <Small>{t(weightWords[one.weight])} · {t.date(one.recordedAt, zone, 'full')}</Small>
              </Card>
            ))}
          </List>
        )}
      </>
    );
  },
});

function Record({ seen, about }: { seen: Seen<typeof here, Awaited<ReturnType<typeof recordingBreach>>>; about: { person: string; name: string | undefined } }) {
  const { t, lang, data: { programme, lines } } = seen;
  return (
    <Card gap="tight">
      <h2>{t('breaches.record', { name: about.name ?? t('safety.somebody') })}</h2>
      <Form seen={seen} name="record">
        <input type="hidden" name="programme" value={programme.id} />
        <input type="hidden" name="person" value={about.person} />
        <Select of="line" label={t('breaches.line')} options={lines.map((line) => ({ value: line.id, label: say(line.text, lang) }))} />
        <Choices of="weight" kind="one" label={t('breaches.weight')} choices={breachWeights.map((weight) => ({ value: weight, label: t(weightWords[weight]), hint: weight === 'at-once' ? t('breaches.weight.at-once-hint') : undefined }))} />
        <Textarea of="words" label={t('breaches.happened')} hint={t('breaches.happened-hint')} rows={4} />
        <div><Button>{t('breaches.record-go')}</Button></div>
      </Form>
    </Card>
  );
}
