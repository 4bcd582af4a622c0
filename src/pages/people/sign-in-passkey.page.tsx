import { optionsToUsePasskey, passkeysWorkAt, usePasskey } from '../../rooms/people/index.ts';
import { Form, Link, PasskeyButton, Small, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, elsewhere, page } from '../../web/page.ts';
import { inAs } from './in-as.ts';

/** Signing in with a passkey: no address is typed, so none can be tried. Without scripts or passkeys, the way by e-mail stands below. */
export default page({
  address: '/sign-in/passkey',
  may: 'anyone',
  async load(visit) {
    if (!passkeysWorkAt(visit.house.config.publicUrl)) return elsewhere('/sign-in');
    return { options: await optionsToUsePasskey(visit, {}), back: visit.query.get('return') };
  },
  title: ({ t }) => t('people.sign-in.title'),
  chrome: 'public',
  scripts: ['passkey'],
  forms: {
    enter: form({
      act: usePasskey,
      read: (fields, visit) => ({ answer: fields.text('answer'), shared: fields.ticked('shared'), device: visit.browser, returnTo: visit.query.get('return') ?? '' }),
      then: inAs,
      refusals: { 'passkey-not-good': 'people.refusal.passkey-not-good' },
      secret: ['answer'],
    }),
  },
  body: (seen) => {
    const { t, data } = seen;
    return (
      <>
        <h1>{t('people.use-passkey.heading')}</h1>
        <p>{t('people.use-passkey.words')}</p>
        <Form seen={seen} name="enter">
          <Tick of="shared" label={t('people.sign-in.shared')} hint={t('people.sign-in.shared-hint')} />
          <div><PasskeyButton of="answer" kind="use" options={data.options} refused={t('people.use-passkey.refused')}>{t('people.use-passkey.go')}</PasskeyButton></div>
        </Form>
        <Small>{t('people.use-passkey.not-here')} <Link to={address('/sign-in', {}, { return: data.back })}>{t('people.use-password.by-link')}</Link></Small>
      </>
    );
  },
});
