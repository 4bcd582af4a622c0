import { addMyPhone, changeMe, makeMain, me, removeMyContact } from '../../rooms/people/index.ts';
import { Button, Card, Choices, Field, Form, Link, List, Quiet, Row, Select, Small, Stack, Tag } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page, type Seen } from '../../web/page.ts';
import { zoneChoice, zoneChoices } from '../zone-in-words.ts';
import { changeRefusals } from './change-refusals.ts';

const home = '/me';

/** Who I am here: what I am called, how I am reached, and the ways to everything else that is mine alone. */
export default page({
  address: home,
  may: 'signed-in',
  load: (visit) => me(visit, {}),
  title: ({ t }) => t('people.me.title'),
  chrome: 'member',
  forms: {
    me: form({
      act: changeMe,
      read: (fields) => ({ name: fields.text('name'), pronouns: fields.text('pronouns'), lang: fields.text('lang'), zone: fields.text('zone') }),
      then: ({ lang }) => ({ to: `${home}?lang=${lang}`, say: 'people.me.kept' }),
      refusals: {},
    }),
    phone: form({
      act: addMyPhone,
      read: (fields) => ({ phone: fields.text('phone'), careful: fields.text('careful') }),
      then: () => ({ to: home, say: 'people.me.phone-added' }),
      refusals: { 'not-a-number': 'people.refusal.not-a-number' }, refusedAt: { 'not-a-number': ['phone'] },
    }),
    main: form({
      act: makeMain,
      read: (fields) => ({ contact: fields.text('contact') }),
      then: () => ({ to: home, say: 'people.me.kept' }),
      refusals: changeRefusals,
    }),
    remove: form({
      act: removeMyContact,
      read: (fields) => ({ contact: fields.text('contact') }),
      then: () => ({ to: home, say: 'people.me.removed' }),
      refusals: { ...changeRefusals, 'last-contact': 'people.refusal.last-contact' },
    }),
  },
  body(seen) {
    const { t, data } = seen;
    return (
      <Stack gap="roomy">
        <h1>{t('people.me.title')}</h1>
        <List label={t('people.me.more')}>
          <li><Link to="/me/sign-in">{t('people.me.to-sign-in')}</Link></li>
          <li><Link to="/me/devices">{t('people.me.to-devices')}</Link></li>
          <li><Link to="/me/notices">{t('people.me.to-notices')}</Link></li>
          <li><Link to="/me/looked">{t('people.me.to-looked')}</Link></li>
          <li><Link to="/me/contact-sheet">{t('safety.sheet.title')}</Link></li>
          <li><Link to="/me/data">{t('mydata.title')}</Link></li>
          <li><Link to="/sign-out">{t('people.me.to-sign-out')}</Link></li>
        </List>
        <Form seen={seen} name="me">
          <Field of="name" label={t('people.me.name')} hint={t('people.me.name-hint')} value={data.name} autocomplete="nickname" />
          <Field of="pronouns" label={t('people.me.pronouns')} value={data.pronouns} optional width={24} autocomplete="off" />
          <Choices of="lang" kind="one" label={t('people.me.lang')} value={data.lang} choices={[{ value: 'en', label: <span lang="en">English</span> }, { value: 'fr', label: <span lang="fr">Français</span> }]} />
          <Select of="zone" label={t('people.me.zone')} value={data.zone} options={zones(data, t('people.me.zone-of-house', { zone: data.zoneHere.replaceAll('_', ' ') }))} />
          <div><Button>{t('people.me.keep')}</Button></div>
        </Form>
        <Contacts seen={seen} />
        <Small><Link to="/me/leave">{t('people.me.to-leave')}</Link></Small>
      </Stack>
    );
  },
});

function Contacts({ seen }: { seen: Seen<typeof home, Awaited<ReturnType<typeof me>>> }) {
  const { t, data: { contacts } } = seen;
  return (
    <Stack as="section" aria-labelledby="contacts">
      <h2 id="contacts">{t('people.contacts.heading')}</h2>
      <p>{t('people.contacts.words')}</p>
      <List label={t('people.contacts.heading')}>
        {contacts.map((one) => (
          <Card as="li" key={one.id} gap="close">
            <Row between>
              <strong>{one.value}</strong>
              {one.main && contacts.filter(({ kind }) => kind === one.kind).length > 1 && <Tag>{t('people.contacts.main')}</Tag>}
            </Row>
            {one.careful !== '' && <p class="small">{one.careful}</p>}
            {contacts.length > 1 && <Row>
              {!one.main && <Form seen={seen} name="main" what={one.id} quiet><input type="hidden" name="contact" value={one.id} /><Quiet label={t('people.contacts.make-main-of', { value: one.value })}>{t('people.contacts.make-main')}</Quiet></Form>}
              <Form seen={seen} name="remove" what={one.id} quiet><input type="hidden" name="contact" value={one.id} /><Quiet label={t('people.contacts.remove-of', { value: one.value })}>{t('people.contacts.remove')}</Quiet></Form>
            </Row>}
          </Card>
        ))}
      </List>
      <p><Link to="/me/email">{t('people.contacts.add-email')}</Link></p>
      <details class="folded">
        <summary>{t('people.contacts.add-phone')}</summary>
        <Form seen={seen} name="phone">
          <Field of="phone" type="tel" label={t('people.contacts.phone')} autocomplete="tel" width={24} />
          <Field of="careful" label={t('people.contacts.careful')} hint={t('people.contacts.careful-hint')} optional autocomplete="off" />
          <div><Button second>{t('people.contacts.add-phone')}</Button></div>
        </Form>
      </details>
    </Stack>
  );
}

function zones({ zone }: { zone: string }, ofHouse: string) {
  const older = zone === '' || zoneChoices.some(({ value }) => value === zone) ? [] : [zoneChoice(zone)];
  return [{ value: '', label: ofHouse }, ...older, ...zoneChoices];
}
