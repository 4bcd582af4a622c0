import { phoneInWords } from '../../rooms/people/index.ts';
import { answerContactAsked, type ContactReleaseSeen, contactRelease, dialled, openContact } from '../../rooms/safety/index.ts';
import { Button, Card, Form, Link, Quiet, Row, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { contactWords } from './words.ts';

const here = '/contact-releases/:id';
const read = (answer: 'yes' | 'no') => (_: unknown, { params }: Visit) => ({ release: params.id, answer });
const refusals = { 'same-person': 'safety.contact.refusal.same-person', 'already-answered': 'safety.contact.refusal.already-answered', closed: 'safety.refusal.closed' } as const;
const then = (say: 'safety.contact.said.yes' | 'safety.contact.said.no') => (_: unknown, { params }: Visit) => ({ to: address(here, { id: params.id ?? '' }), say });

/** Contact details that two people release: the second reads the reason and says yes or no; then the first sees them for a day. */
export default page({
  address: here,
  may: 'staff',
  async load(visit) {
    const found = await contactRelease(visit, { release: visit.params.id });
    if (found.details !== undefined) await openContact(visit, { release: visit.params.id });
    return found;
  },
  title: ({ t }) => t('safety.contact.page'),
  chrome: 'staff',
  forms: {
    yes: form({ act: answerContactAsked, read: read('yes'), then: then('safety.contact.said.yes'), refusals }),
    no: form({ act: answerContactAsked, read: read('no'), then: then('safety.contact.said.no'), refusals }),
  },
  body(seen) {
    const { t, data, zone, now } = seen;
    const name = data.person ?? t('safety.somebody');
    const by = data.askedBy ?? t('safety.somebody-begins');
    return (
      <>
        {data.mayOpenConcern && <p class="small"><Link to={address('/concerns/:id', { id: data.concern })}>{t('safety.contact.to-concern')}</Link></p>}
        <h1>{t('safety.contact.title', { name })}</h1>
        <p>{t(contactWords[data.state], { name: by })} <span class="small">{t.moment(data.askedAt, zone, now)}</span></p>
        <Card gap="close"><h2>{t('safety.contact.why')}</h2><p class="said">{data.reason}</p></Card>
        <p>{data.toldAt === null ? t('safety.contact.told-on', { name, day: t.date(data.tellAt, zone, 'full') }) : t('safety.contact.told', { name, day: t.date(data.toldAt, zone, 'full') })}</p>
        {data.tellLater !== '' && <p class="said">{t('safety.contact.later-because', { words: data.tellLater })}</p>}
        {data.state === 'asked' && (data.mine ? <p>{t('safety.contact.waits')}</p> : (
          <>
            <p>{t('safety.contact.second', { name: by })}</p>
            <Row>
              <Form seen={seen} name="yes"><Button>{t('safety.contact.yes')}</Button></Form>
              <Form seen={seen} name="no" quiet><Quiet>{t('safety.contact.no')}</Quiet></Form>
            </Row>
          </>
        ))}
        {data.details !== undefined && <Details seen={seen} details={data.details} />}
      </>
    );
  },
});

function Details({ seen: { t, data, zone, now }, details: { contacts, sheet } }: { seen: Seen<typeof here, ContactReleaseSeen>; details: NonNullable<ContactReleaseSeen['details']> }) {
  const rows = [[t('safety.contact.real-name'), sheet.realName], [t('safety.contact.phone'), sheet.phone], [t('safety.contact.whom'), sheet.whom], [t('safety.contact.whom-phone'), sheet.whomPhone]] as const;
  return (
    <Card tone="clay" gap="tight">
      <h2>{t('safety.contact.details')}</h2>
      {data.openUntil !== null && <Small>{t('safety.contact.open-until', { when: t.moment(data.openUntil, zone, now) })}</Small>}
      {contacts.map((one) => <p key={one.id}><Link to={one.kind === 'phone' ? `tel:${dialled(one.value)}` : `mailto:${one.value}`}>{one.kind === 'phone' ? phoneInWords(one.value) : one.value}</Link>{one.careful !== '' && <span class="small"> {one.careful}</span>}</p>)}
      <dl class="answers">{rows.filter(([, words]) => words !== '').map(([label, words]) => <div key={label}><dt>{label}</dt><dd>{words}</dd></div>)}</dl>
      {rows.every(([, words]) => words === '') && <Small>{t('safety.contact.no-sheet')}</Small>}
    </Card>
  );
}
