import { useLink } from '../../rooms/people/index.ts';
import { Button, Form, Link, Small, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import { inAs } from './in-as.ts';

/** Behind the link of a mail. Looking at it burns nothing, so a mail scanner's visit does no harm: the button signs in. */
export default page({
  address: '/sign-in/:token',
  may: 'anyone',
  load: () => ({}),
  title: ({ t }) => t('people.sign-in.title'),
  chrome: 'public',
  forms: {
    enter: form({
      act: useLink,
      read: (fields, visit) => ({ token: visit.params.token, shared: fields.ticked('shared'), device: visit.browser }),
      then: inAs,
      refusals: { 'link-over': 'people.refusal.link-over' },
      pace: 'sign-in',
    }),
  },
  body: (seen) => {
    const { t } = seen;
    return (
      <>
        <h1>{t('people.link.heading')}</h1>
        <p>{t('people.link.words')}</p>
        <Form seen={seen} name="enter">
          <Tick of="shared" label={t('people.sign-in.shared')} hint={t('people.sign-in.shared-hint')} />
          <div><Button>{t('people.link.go')}</Button></div>
        </Form>
        <Small>{t('people.link.new')} <Link to="/sign-in">{t('people.code.again')}</Link></Small>
      </>
    );
  },
});
