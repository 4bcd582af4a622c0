import { LINK_MINUTES, useCode } from '../../rooms/people/index.ts';
import { Button, Field, Form, Link, Small, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { elsewhere, page } from '../../web/page.ts';
import { inAs } from './in-as.ts';

/** "Look into your mail": the same words whether or not the address is known. The code may be typed here, on this very device. */
export default page({
  address: '/sign-in/code',
  may: 'anyone',
  load: (visit) => (visit.kept('asked') === undefined ? elsewhere('/sign-in') : { minutes: LINK_MINUTES }),
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
        <Small>{t('people.code.nothing')} <Link to="/sign-in">{t('people.code.again')}</Link></Small>
      </>
    );
  },
});
