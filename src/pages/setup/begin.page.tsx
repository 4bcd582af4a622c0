import { beginSetup, setup } from '../../rooms/programmes/index.ts';
import { Button, Field, Form, Small } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { form } from '../../web/form.ts';

/** The door to setting up: the code that only somebody who runs the server can see. */
export default page({
  address: '/setup',
  may: 'anyone',
  load: (visit) => setup(visit, { code: visit.kept('setup') }),
  title: ({ t }) => t('setup.title'),
  chrome: 'public',
  forms: {
    begin: form({
      act: beginSetup,
      read: (fields) => ({ code: fields.text('code') }),
      then: ({ next }, _visit, fields) => ({ to: address('/setup/:step', { step: next }), keep: { setup: fields.text('code') } }),
      refusals: { 'wrong-code': 'setup.refusal.wrong-code' },
      pace: 'sign-in',
    }),
  },
  body: (seen) => {
    const { t } = seen;
    return (
      <>
        <h1>{t('setup.begin.heading')}</h1>
        <p>{t('setup.begin.words')}</p>
        <Form seen={seen} name="begin">
          <Field of="code" label={t('setup.begin.code')} hint={t('setup.begin.code-hint')} width={40} autocomplete="off" autocapitalize="characters" spellcheck={false} />
          <div><Button>{t('setup.begin.go')}</Button></div>
        </Form>
        <Small>{t('setup.begin.why')}</Small>
      </>
    );
  },
});
