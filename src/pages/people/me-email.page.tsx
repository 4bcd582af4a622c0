import { addMyEmail, waysIn } from '../../rooms/people/index.ts';
import { Button, Field, Form, Link, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import { changeRefusals } from './change-refusals.ts';
import { WhyNoChange } from './why-no-change.tsx';

/** A new e-mail address: it counts once the code sent to it was typed. */
export default page({
  address: '/me/email',
  may: 'signed-in',
  load: (visit) => waysIn(visit, {}),
  title: ({ t }) => t('people.contacts.heading'),
  chrome: 'member',
  forms: {
    add: form({ act: addMyEmail, read: (fields) => ({ email: fields.text('email') }), then: ({ asked }) => ({ to: '/me/confirm', keep: { 'new-email': asked } }), refusals: changeRefusals, pace: 'costly' }),
  },
  body: (seen) => {
    const { t, data } = seen;
    return (
      <>
        <h1>{t('people.contacts.add-email')}</h1>
        {data.change !== 'yes' ? <WhyNoChange seen={seen} change={data.change} opensAt={data.historyFrom} back="/me/email" /> : (
          <Form seen={seen} name="add">
            <Field of="email" type="email" label={t('people.contacts.new-email')} autocomplete="email" spellcheck={false} />
            <div><Button>{t('people.contacts.send-code')}</Button></div>
          </Form>
        )}
        <Small><Link to="/me">{t('people.me.back')}</Link></Small>
      </>
    );
  },
});
