import { say, starter } from '../../../content/index.ts';
import { createProgramme, isOpen, mayGive, ownProgrammes } from '../../../rooms/programmes/index.ts';
import { Button, Card, Choices, Folded, Form, Link, Select, Small } from '../../../ui/index.ts';
import { address, elsewhere, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import { zoneChoices } from '../../zone-in-words.ts';
import { OwnText, textFrom } from './own-text.tsx';

const settings = '/programmes/:programme/settings';

/** The programmes of somebody on the staff: the settings of the only one, or a list; an administrator begins another here. */
export default page({
  address: '/programme',
  may: 'staff',
  async load(visit) {
    const programmes = await ownProgrammes(visit, {});
    const administers = mayGive(visit.actor, 'administrator', null);
    const [only] = programmes;
    if (only !== undefined && programmes.length === 1 && !administers) elsewhere(address(settings, { programme: only.slug }));
    return { programmes, administers };
  },
  title: ({ t }) => t('programmes.own.heading'),
  chrome: 'staff',
  forms: {
    begin: form({
      act: createProgramme,
      read: (fields) => ({ template: fields.text('template'), name: textFrom(fields, 'name'), zone: fields.text('zone'), lang: fields.text('lang') }),
      then: ({ slug }) => ({ to: address(settings, { programme: slug }) }),
      refusals: {},
    }),
  },
  body(seen) {
    const { t, lang, org, data: { programmes, administers } } = seen;
    return (
      <>
        <h1>{t('programmes.own.heading')}</h1>
        {programmes.map((programme) => (
          <Card key={programme.id} gap="close">
            <strong><Link to={address(settings, { programme: programme.slug })}>{say(programme.name, lang)}</Link></strong>
            <Small>{t(isOpen(programme) ? 'programmes.own.open' : programme.closedAt === null ? 'programmes.own.not-open' : 'programmes.own.closed')}</Small>
          </Card>
        ))}
        {administers && <p><Link to="/organisation">{t('programmes.organisation.heading')}</Link></p>}
        {administers && <p><Link to="/how-the-house-is">{t('house.title')}</Link></p>}
        {administers && (
          <Folded summary={t('programmes.own.begin')} open={seen.form('begin').tried}>
            <p>{t('programmes.own.begin-words')}</p>
            <Form seen={seen} name="begin">
              <OwnText of="name" label={t('programmes.words.name')} t={t} />
              <Choices of="template" kind="one" label={t('programmes.own.template')} choices={starter().templates.map(({ id, name, purpose }) => ({ value: id, label: say(name, lang), hint: say(purpose, lang) }))} />
              <Choices of="lang" kind="one" label={t('programmes.own.lang')} value={lang} choices={[{ value: 'en', label: 'English' }, { value: 'fr', label: 'Français' }]} />
              <Select of="zone" label={t('programmes.hours.zone')} value={org.zone} options={zoneChoices} />
              <div><Button>{t('programmes.own.go')}</Button></div>
            </Form>
          </Folded>
        )}
      </>
    );
  },
});
