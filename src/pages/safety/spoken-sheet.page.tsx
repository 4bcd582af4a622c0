import { say } from '../../content/index.ts';
import { phoneInWords } from '../../rooms/people/index.ts';
import { dialled, spokenSheet, writeSpokenSheet } from '../../rooms/safety/index.ts';
import { Button, Card, Field, Form, Link, Small, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { readSheetFields } from './sheet-fields.ts';

const here = '/programmes/:programme/people/:id/contact-sheet';

/** For somebody who has a telephone alone: it is read to them, and what they say is written down, locked, and shown to whoever wrote it no more. */
export default page({
  address: here,
  may: 'staff',
  load: (visit) => spokenSheet(visit, { programme: visit.params.programme, person: visit.params.id }),
  title: ({ t }) => t('safety.spoken-sheet.title'),
  chrome: 'staff',
  forms: {
    sheet: form({
      act: writeSpokenSheet, read: (fields, { params }) => ({ programme: params.programme, person: params.id, ...readSheetFields(fields), spoke: fields.ticked('spoke') }),
      then: (_, { params }) => ({ to: address(here, { programme: params.programme ?? '', id: params.id ?? '' }), say: 'safety.spoken-sheet.said' }),
      refusals: { 'nothing-said': 'safety.spoken-sheet.refusal.nothing-said', 'no-key': 'safety.spoken-sheet.refusal.no-key' },
    }),
  },
  body(seen) {
    const { t, lang, zone, data: { programme, person, phones, stands, ...who } } = seen;
    const name = who.name ?? t('safety.somebody-begins');
    return (
      <>
        <p class="small"><Link to={address('/programmes/:programme/people/:id', { programme: programme.slug, id: person })}>{name}</Link> · {say(programme.name, lang)}</p>
        <h1>{t('safety.spoken-sheet.heading', { name })}</h1>
        {phones.map(({ value, careful }) => <p key={value}><Link to={`tel:${dialled(value)}`}>{phoneInWords(value)}</Link>{careful !== '' && <span class="small"> {careful}</span>}</p>)}
        {stands !== undefined && <p>{stands.by === null ? t('safety.spoken-sheet.stands-own', { day: t.date(stands.at, zone, 'full') }) : t('safety.spoken-sheet.stands', { name: stands.by ?? t('safety.somebody-begins'), day: t.date(stands.at, zone, 'full') })}</p>}
        <Card tone="clay" gap="close"><h2>{t('safety.spoken-sheet.read', { name })}</h2><p class="said">{t('safety.spoken-sheet.words')}</p></Card>
        <Form seen={seen} name="sheet">
          <Field of="realName" label={t('safety.spoken-sheet.real-name')} optional maxlength={120} autocomplete="off" />
          <Field of="phone" type="tel" label={t('safety.spoken-sheet.phone')} optional maxlength={120} autocomplete="off" width={24} />
          <Field of="whom" label={t('safety.spoken-sheet.whom')} hint={t('safety.spoken-sheet.whom-hint')} optional maxlength={120} autocomplete="off" />
          <Field of="whomPhone" type="tel" label={t('safety.spoken-sheet.whom-phone')} optional maxlength={120} autocomplete="off" width={24} />
          <Tick of="spoke" label={t('safety.spoken-sheet.tick', { name })} />
          <div><Button>{t('safety.spoken-sheet.keep')}</Button></div>
        </Form>
        <Small><Link to="/who-can-see-what">{t('safety.sees.title')}</Link></Small>
      </>
    );
  },
});
