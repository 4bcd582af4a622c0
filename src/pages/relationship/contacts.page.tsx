import type { BareKey } from '../../messages/index.ts';
import { contactLog, logContact, relationship } from '../../rooms/relationships/index.ts';
import { Button, Choices, DateField, Field, Form, Link, Row, Time } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { capital } from '../capital.ts';
import { otherInWords } from './other.ts';

const here = '/relationships/:id/contacts';
const channels = { phone: 'relationships.channel.phone', 'in-person': 'relationships.channel.in-person', video: 'relationships.channel.video', message: 'relationships.channel.message' } as const satisfies Readonly<Record<string, BareKey>>;

/** Two people who talk outside note that they did: when and how, never what was said. So nobody is thought forgotten. */
export default page({
  address: here,
  may: 'signed-in',
  async load(visit) {
    const { id } = visit.params;
    const found = await relationship(visit, { relationship: id });
    return { other: found.other, open: found.state !== 'ended', contacts: await contactLog(visit, { relationship: id }) };
  },
  title: ({ t }) => t('relationships.outside'),
  chrome: 'member',
  forms: {
    log: form({
      act: logContact,
      read: (fields, { params }) => ({ relationship: params.id, on: fields.text('on'), channel: fields.text('channel'), minutes: fields.text('minutes') }),
      then: (_, { params }) => ({ to: address(here, { id: params.id ?? '' }), say: 'relationships.said.logged' }),
      refusals: { 'not-yet': 'relationships.refusal.not-yet' },
    }),
  },
  body(seen) {
    const { data, t, zone, now, params: { id } } = seen;
    const other = otherInWords(t, data.other);
    const words = (channel: string) => (channel in channels ? t(channels[channel as keyof typeof channels]) : channel);
    return (
      <>
        <h1>{t(data.open ? 'relationships.log-contact' : 'relationships.outside')}</h1>
        <p>{t(data.open ? 'relationships.log-words' : data.contacts.length > 0 ? 'relationships.outside-over' : 'relationships.refusal.ended')}</p>
        {data.open && (
          <Form seen={seen} name="log">
            <DateField of="on" label={t('relationships.log-on')} value={dayIn(now, zone)} />
            <Choices of="channel" kind="one" label={t('relationships.log-channel')} value="phone" choices={Object.entries(channels).map(([value, key]) => ({ value, label: capital(t, t(key)) }))} />
            <Field of="minutes" type="number" label={t('relationships.log-minutes')} optional width={6} min={0} max={1440} inputmode="numeric" />
            <Button>{t('relationships.log-keep')}</Button>
          </Form>
        )}
        {data.contacts.length > 0 && (
          <section class="stack tight">
            <h2>{t('relationships.logged')}</h2>
            <ul>
              {data.contacts.map((one) => (
                <li key={one.id}>
                  <Time at={one.at} words={capital(t, t.date(one.at, 'UTC', 'day'))} />, {words(one.channel)}{one.minutes !== null && `, ${t.lasting(one.minutes, 'minute')}`}{' '}
                  <span class="small">({one.mine ? t('relationships.noted-by-you') : t('relationships.noted-by', { other })})</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Row><Link to={address('/relationships/:id', { id })}>{t('relationships.back')}</Link></Row>
      </>
    );
  },
});

/** Today, as a field for a day holds it. */
function dayIn(now: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now);
}
