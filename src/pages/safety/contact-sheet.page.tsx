import { mySheet, writeContactSheet } from '../../rooms/safety/index.ts';
import { Button, Card, Field, Form, Link, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import { readSheetFields } from './sheet-fields.ts';

const here = '/me/contact-sheet';

/** What I wrote down for the day something happens, and when somebody of the team looked up how to reach me. */
export default page({
  address: here,
  may: 'signed-in',
  load: (visit) => mySheet(visit, {}),
  title: ({ t }) => t('safety.sheet.title'),
  chrome: 'member',
  forms: {
    sheet: form({
      act: writeContactSheet, read: readSheetFields,
      then: () => ({ to: here, say: 'safety.sheet.said' }), refusals: {},
    }),
  },
  body(seen) {
    const { t, zone, data: { sheet, spoken, told } } = seen;
    const by = spoken?.by ?? t('safety.somebody-begins');
    return (
      <>
        <h1>{t('safety.sheet.title')}</h1>
        <p>{t('safety.sheet.words')}</p>
        {told.map(({ at }) => (
          <Card key={at.toISOString()} tone="clay" gap="close">
            <p>{t('safety.sheet.looked', { day: t.date(at, zone, 'full') })}</p>
            <Small>{t('safety.sheet.looked-more')}</Small>
          </Card>
        ))}
        {spoken !== undefined && (
          <Card gap="close">
            <p>{t('safety.sheet.spoken', { name: by, day: t.date(spoken.at, zone, 'full') })}</p>
            <Small>{t('safety.sheet.spoken-more', { name: by })}</Small>
          </Card>
        )}
        <Form seen={seen} name="sheet">
          <Field of="realName" label={t('safety.sheet.real-name')} value={sheet.realName} optional maxlength={120} autocomplete="name" />
          <Field of="phone" type="tel" label={t('safety.sheet.phone')} value={sheet.phone} optional maxlength={120} autocomplete="tel" width={24} />
          <Field of="whom" label={t('safety.sheet.whom')} hint={t('safety.sheet.whom-hint')} value={sheet.whom} optional maxlength={120} autocomplete="off" />
          <Field of="whomPhone" type="tel" label={t('safety.sheet.whom-phone')} value={sheet.whomPhone} optional maxlength={120} autocomplete="off" width={24} />
          <div><Button>{t('safety.sheet.keep')}</Button></div>
        </Form>
        <Small><Link to="/who-can-see-what">{t('safety.sees.title')}</Link> · <Link to="/me">{t('people.me.back')}</Link></Small>
      </>
    );
  },
});
