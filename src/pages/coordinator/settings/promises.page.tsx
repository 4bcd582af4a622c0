import type { Speak } from '../../../messages/index.ts';
import { changePromiseTerms, hasCover, type PromiseKind, promiseKinds, programmeSettings, type Term, timeUnits } from '../../../rooms/programmes/index.ts';
import { promiseTimes } from '../../../rooms/promises/index.ts';
import { Button, Card, Field, Form, Row, Select, Small } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import type { Fields } from '../../../web/fields.ts';
import { About, Settings } from './around.tsx';

const parts = [['amount', 'unit'], ['warnAmount', 'warnUnit'], ['climbAmount', 'climbUnit']] as const;
const names = { amount: 'programmes.promise.answer', warnAmount: 'programmes.promise.warn', climbAmount: 'programmes.promise.climb' } as const;

const termFrom = (fields: Fields, kind: PromiseKind) => Object.fromEntries(parts.flat().map((name) => [name, fields.text(`terms.${kind}.${name}`)]));

/** How soon people hear, when the team is reminded, and when it climbs; with a sentence that says what it means for somebody who asks now. */
export default page({
  address: '/programmes/:programme/settings/promises',
  may: 'staff',
  load: (visit) => programmeSettings(visit, { slug: visit.params.programme }),
  title: ({ t }) => t('programmes.place.promises'),
  chrome: 'staff',
  forms: {
    terms: form({
      act: changePromiseTerms,
      read: (fields) => ({ programme: fields.text('programme'), terms: Object.fromEntries(promiseKinds.map((kind) => [kind, termFrom(fields, kind)])) }),
      then: (_, visit) => ({ to: address('/programmes/:programme/settings/promises', { programme: visit.params.programme ?? '' }), say: 'programmes.saved' }),
      refusals: {},
    }),
  },
  body(seen) {
    const { t, now, data: { programme, terms, week, closedDays } } = seen;
    const cover = { hours: week, closedDays: new Set(closedDays.map(({ day }) => day)), zone: programme.zone };
    const units = timeUnits.map((unit) => ({ value: unit, label: t(`programmes.unit.${unit}`) }));
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/promises" t={t} heading={t('programmes.promise.heading')} words={t('programmes.promise.words')}>
        {hasCover(week) ? <p>{t('programmes.promise.with-hours')}</p> : <Card tone="clay"><p>{t('programmes.promise.no-hours')}</p></Card>}
        <Form seen={seen} name="terms">
          <About programme={programme} />
          {promiseKinds.map((kind) => {
            const term = terms.find((one) => one.kind === kind);
            return (
              <Card key={kind} as="section" gap="tight">
                <h2>{t(`programmes.promise.${kind}`)}</h2>
                {parts.map(([amount, unit]) => (
                  <Row key={amount}>
                    <Field of={`terms.${kind}.${amount}`} label={t(names[amount])} type="number" inputmode="numeric" min={1} max={365} width={6} value={term && String(term[amount])} />
                    <Select of={`terms.${kind}.${unit}`} label={t('programmes.promise.unit')} options={units} value={term?.[unit]} />
                  </Row>
                ))}
                {term && <Small>{preview(t, term, now, cover)}</Small>}
              </Card>
            );
          })}
          <div><Button>{t('programmes.save')}</Button></div>
        </Form>
      </Settings>
    );
  },
});

/** What the saved times mean for somebody who asks at this moment, in the programme's own zone. */
function preview(t: Speak, term: Term, now: Date, cover: Parameters<typeof promiseTimes>[2]): string {
  const { warnAt, dueAt, climbAt } = promiseTimes(term, now, cover);
  const moment = (at: Date) => t.moment(at, cover.zone, now);
  return t('programmes.promise.preview', { due: moment(dueAt), warn: moment(warnAt), climb: moment(climbAt) });
}
