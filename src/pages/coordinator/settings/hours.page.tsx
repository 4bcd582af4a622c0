import type { Speak } from '../../../messages/index.ts';
import { addClosedDay, changeHours, type OpenHours, programmeSettings, removeClosedDay } from '../../../rooms/programmes/index.ts';
import { Button, Card, DateField, Empty, Field, Folded, Form, Quiet, Row, Select } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import type { Visit } from '../../../web/visit.ts';
import { hoursInWords, weekdayInWords } from '../../hours-in-words.ts';
import { zoneChoices } from '../../zone-in-words.ts';
import { About, Settings } from './around.tsx';
import { rowsFrom } from './own-text.tsx';

const back = (_: unknown, visit: Visit) => ({ to: address('/programmes/:programme/settings/hours', { programme: visit.params.programme ?? '' }), say: 'programmes.saved' as const });

/** When somebody answers: the week, the zone, and the days off. */
export default page({
  address: '/programmes/:programme/settings/hours',
  may: 'staff',
  load: (visit) => programmeSettings(visit, { slug: visit.params.programme }),
  title: ({ t }) => t('programmes.place.hours'),
  chrome: 'staff',
  forms: {
    hours: form({
      act: changeHours,
      read: (fields) => ({ programme: fields.text('programme'), zone: fields.text('zone'), hours: rowsFrom(fields, 'hours', ['weekday', 'opens', 'closes']) }),
      then: back, refusals: { 'hours-overlap': 'programmes.refusal.hours-overlap' },
    }),
    'add-day': form({ act: addClosedDay, read: (fields) => ({ programme: fields.text('programme'), day: fields.text('day'), name: fields.text('name') }), then: back, refusals: {} }),
    'remove-day': form({ act: removeClosedDay, read: (fields) => ({ programme: fields.text('programme'), day: fields.text('day') }), then: back, refusals: {} }),
  },
  body(seen) {
    const { t, data: { programme, week, closedDays } } = seen;
    const words = hoursInWords(t, week);
    const days = stretchesOf(week);
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/hours" t={t} heading={t('programmes.hours.heading')} words={t('programmes.hours.words')}>
        <Card tone="moss"><p>{words === '' ? t('programmes.hours.none') : t('programmes.hours.now', { hours: words })}</p></Card>
        <Form seen={seen} name="hours">
          <About programme={programme} />
          {days.map(({ weekday, stretches: [first, ...others] }) => (
            <fieldset class="stack tight" key={weekday}>
              <legend>{capital(weekdayInWords(t, weekday), t.locale)}</legend>
              {[first, ...others.filter(({ opens }) => opens !== '')].map((stretch) => <Stretch key={stretch.at} {...stretch} t={t} />)}
            </fieldset>
          ))}
          <Folded summary={t('programmes.hours.second')}>
            {days.map(({ weekday, stretches }) => stretches.slice(1).filter(({ opens }) => opens === '').map((stretch) => (
              <fieldset class="stack tight" key={weekday}>
                <legend>{capital(weekdayInWords(t, weekday), t.locale)}</legend>
                <Stretch {...stretch} t={t} />
              </fieldset>
            )))}
          </Folded>
          <Select of="zone" label={t('programmes.hours.zone')} value={programme.zone} options={zoneChoices} />
          <div><Button>{t('programmes.save')}</Button></div>
        </Form>
        <h2>{t('programmes.hours.closed')}</h2>
        {closedDays.length === 0 && <Empty title={t('programmes.hours.closed-none')}><p>{t('programmes.hours.closed-words')}</p></Empty>}
        {closedDays.map(({ day, name }) => (
          <Form seen={seen} name="remove-day" what={day} quiet key={day}>
            <About programme={programme} />
            <input type="hidden" name="day" value={day} />
            <Row between>
              <span><strong>{t.date(new Date(`${day}T12:00:00Z`), 'UTC')}</strong>{name !== '' && `, ${name}`}</span>
              <Quiet label={t('programmes.hours.remove-named', { day })}>{t('programmes.remove')}</Quiet>
            </Row>
          </Form>
        ))}
        <Form seen={seen} name="add-day">
          <About programme={programme} />
          <DateField of="day" label={t('programmes.hours.day')} />
          <Field of="name" label={t('programmes.hours.day-name')} optional autocomplete="off" />
          <div><Button second>{t('programmes.hours.add-day')}</Button></div>
        </Form>
      </Settings>
    );
  },
});

/** One stretch of a day: two times, or none. */
function Stretch({ at, weekday, opens, closes, t }: OpenHours & { at: number; t: Speak }) {
  return (
    <Row>
      <input type="hidden" name={`hours.${at}.weekday`} value={weekday} />
      <Field of={`hours.${at}.opens`} label={t('programmes.hours.from')} type="time" width={12} value={opens} />
      <Field of={`hours.${at}.closes`} label={t('programmes.hours.until')} type="time" width={12} value={closes} />
    </Row>
  );
}

/** Every day with its stretches, one at least, and an empty one to add: numbered through, as the form sends them. */
function stretchesOf(week: readonly OpenHours[]) {
  let at = 0;
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const own = week.filter((one) => one.weekday === weekday);
    const empty = { weekday, opens: '', closes: '' };
    const [first = empty, ...others] = own;
    const numbered = (one: OpenHours) => ({ ...one, at: at++ });
    return { weekday, stretches: [numbered(first), ...[...others, ...(own.length > 0 ? [empty] : [])].map(numbered)] as const };
  });
}

/** French weekdays are written small; a heading begins with a capital. */
function capital(word: string, locale: string): string {
  return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
}
