import { askForNewLink, useLink } from '../../rooms/people/index.ts';
import { Button, Form, Quiet, Small, Stack, Tick } from '../../ui/index.ts';
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
    again: form({ act: askForNewLink, read: (_, visit) => ({ token: visit.params.token }), then: ({ asked }) => ({ to: '/sign-in/code', keep: { asked } }), refusals: {}, pace: 'sign-in' }),
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
        <Stack gap="tight">
          <Small>{t('people.link.new')}</Small>
          <Form seen={seen} name="again" quiet><Quiet>{t('people.link.again')}</Quiet></Form>
        </Stack>
      </>
    );
  },
});
