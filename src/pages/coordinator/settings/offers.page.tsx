import { say, starter } from '../../../content/index.ts';
import { changeCapabilities, programmeSettings } from '../../../rooms/programmes/index.ts';
import { Button, Choices, Form } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import { About, Settings } from './around.tsx';

/** What this program can do. A template names more; a switch for what is not there would promise what nobody keeps, so it is only carried along. */
const here: ReadonlySet<string> = new Set(['one-to-one', 'supporter-care', 'safety']);

/** What the programme offers. */
export default page({
  address: '/programmes/:programme/settings/offers',
  may: 'staff',
  load: (visit) => programmeSettings(visit, { slug: visit.params.programme }),
  title: ({ t }) => t('programmes.place.offers'),
  chrome: 'staff',
  forms: {
    offers: form({
      act: changeCapabilities,
      read: (fields) => ({ programme: fields.text('programme'), on: fields.list('on') }),
      then: (_, visit) => ({ to: address('/programmes/:programme/settings/offers', { programme: visit.params.programme ?? '' }), say: 'programmes.saved' }),
      refusals: {},
    }),
  },
  body(seen) {
    const { t, lang, data: { programme } } = seen;
    const choices = starter().capabilities.filter((one) => here.has(one.id));
    const kept = programme.capabilities.filter((id) => !here.has(id));
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/offers" t={t} heading={t('programmes.offers.heading')} words={t('programmes.offers.words')}>
        <Form seen={seen} name="offers">
          <About programme={programme} />
          {kept.map((id) => <input key={id} type="hidden" name="on" value={id} />)}
          <Choices of="on" kind="several" label={t('programmes.offers.on')} value={programme.capabilities}
            choices={choices.map((one) => ({ value: one.id, label: say(one.name, lang), disabled: 'alwaysOn' in one, hint: t('alwaysOn' in one ? 'programmes.offers.always' : 'programmes.offers.one-to-one') }))} />
          <div><Button>{t('programmes.save')}</Button></div>
        </Form>
      </Settings>
    );
  },
});
