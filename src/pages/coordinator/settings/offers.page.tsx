import { say, starter } from '../../../content/index.ts';
import { changeCapabilities, programmeSettings } from '../../../rooms/programmes/index.ts';
import { Button, Choices, Form } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import { About, Settings } from './around.tsx';

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
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/offers" t={t} heading={t('programmes.offers.heading')} words={t('programmes.offers.words')}>
        <Form seen={seen} name="offers">
          <About programme={programme} />
          <Choices of="on" kind="several" label={t('programmes.offers.on')} value={programme.capabilities}
            choices={starter().capabilities.map((one) => ({ value: one.id, label: say(one.name, lang), disabled: 'alwaysOn' in one, ...('alwaysOn' in one && { hint: t('programmes.offers.always') }) }))} />
          <div><Button>{t('programmes.save')}</Button></div>
        </Form>
      </Settings>
    );
  },
});
