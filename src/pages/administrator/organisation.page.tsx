import { say } from '../../content/index.ts';
import { changeOrganisation, organisation } from '../../rooms/programmes/index.ts';
import { Button, Choices, Field, Form, Link, Select, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import { zoneChoices } from '../zone-in-words.ts';

/** What was answered about the organisation at set-up, to be changed by those who administer it: a name may change, and a slip must not stand for ever. */
export default page({
  address: '/organisation',
  may: 'staff',
  load: (visit) => organisation(visit, {}),
  title: ({ t }) => t('programmes.organisation.heading'),
  chrome: 'staff',
  forms: {
    organisation: form({
      act: changeOrganisation,
      read: (fields) => ({ name: fields.text('name'), senderName: fields.text('senderName'), country: fields.text('country'), lang: fields.text('lang'), zone: fields.text('zone') }),
      then: () => ({ to: '/organisation', say: 'programmes.organisation.saved' }),
      refusals: {},
    }),
  },
  body: (seen) => {
    const { t, lang, data } = seen;
    return (
      <>
        <h1>{t('programmes.organisation.heading')}</h1>
        <Form seen={seen} name="organisation">
          <Field of="name" label={t('setup.organisation.name')} hint={t('setup.organisation.words')} value={data.name} autocomplete="organization" />
          <Field of="senderName" label={t('setup.mail.sender')} hint={t('setup.mail.words')} value={data.senderName} autocomplete="off" />
          <Choices of="lang" kind="one" label={t('setup.language.lang')} value={data.lang} choices={[{ value: 'en', label: 'English' }, { value: 'fr', label: 'Français' }]} />
          <Select of="zone" label={t('setup.language.zone')} hint={t('programmes.organisation.zone-hint')} value={data.zone} options={zoneChoices} />
          <Select of="country" label={t('setup.organisation.country')} hint={t('setup.organisation.country-hint')} value={data.country} options={data.countries.map(({ country, name }) => ({ value: country, label: say(name, lang) }))} />
          <div><Button>{t('programmes.save')}</Button></div>
        </Form>
        <Small><Link to="/programme">{t('programmes.own.heading')}</Link></Small>
      </>
    );
  },
});
