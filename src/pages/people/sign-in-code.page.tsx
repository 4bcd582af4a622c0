import { askForLink, LINK_MINUTES, useCode } from '../../rooms/people/index.ts';
import { Button, Field, Form, Link, Quiet, Small, Stack, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { elsewhere, page } from '../../web/page.ts';
import { inAs } from './in-as.ts';

/** "Look into your mail": the same words whether or not the address is known. The code may be typed here, on this very device. */
export default page({
  address: '/sign-in/code',
  may: 'anyone',
  load: (visit) => (visit.kept('asked') === undefined ? elsewhere('/sign-in') : { minutes: LINK_MINUTES, again: visit.kept('asking') !== undefined }),
  title: ({ t }) => t('people.sign-in.title'),
  chrome: 'public',
  forms: {
    code: form({
      act: useCode,
      read: (fields, visit) => ({ asked: visit.kept('asked') ?? '', code: fields.text('code'), shared: fields.ticked('shared'), device: visit.browser }),
      then(value) {
        if (value.wrong) return { to: '/sign-in/code', say: 'people.code.wrong' };
        return inAs(value);
      },
      refusals: { 'code-over': 'people.refusal.code-over' },
      pace: 'sign-in',
      secret: ['code'],
    }),
    again: form({
      act: askForLink,
      read: (_, visit) => askedBefore(visit.kept('asking')),
      then: ({ asked }) => ({ to: '/sign-in/code', keep: { asked }, say: 'people.code.sent-again' }),
      refusals: {},
      pace: 'sign-in',
    }),
  },
  body: (seen) => {
    const { t, data } = seen;
    return (
      <>
        <h1>{t('people.code.heading')}</h1>
        <p>{t('people.code.words', { minutes: data.minutes })}</p>
        <Form seen={seen} name="code">
          <Field of="code" label={t('people.code.code')} hint={t('people.code.hint')} width={12} inputmode="numeric" autocomplete="one-time-code" spellcheck={false} />
          <Tick of="shared" label={t('people.sign-in.shared')} hint={t('people.sign-in.shared-hint')} />
          <div><Button>{t('people.code.go')}</Button></div>
        </Form>
        {data.again ? (
          <Stack gap="tight">
            <Small>{t('people.code.nothing-yet')}</Small>
            <Form seen={seen} name="again" quiet><Quiet>{t('people.link.again')}</Quiet></Form>
          </Stack>
        ) : <Small>{t('people.code.nothing')} <Link to="/sign-in">{t('people.code.again')}</Link></Small>}
      </>
    );
  },
});

/** What this browser asked for a moment ago: the address, and where its reader was headed. */
function askedBefore(kept: string | undefined): { email: string; returnTo: string } {
  const [email = '', returnTo = ''] = kept === undefined ? [] : (JSON.parse(kept) as string[]);
  return { email, returnTo };
}
