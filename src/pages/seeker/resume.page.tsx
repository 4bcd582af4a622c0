import { asking, resumeSheet } from '../../rooms/intake/index.ts';
import { Button, Form, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import { waysOf } from '../sheet/ways.ts';

/** A link that goes on with what was half written. Looking at this page burns nothing; only the button does. */
export default page({
  address: '/p/:programme/resume/:token',
  may: 'anyone',
  load: async (visit) => asking(visit, { programme: visit.params.programme, side: 'seeker' }),
  title: ({ t }) => t('intake.resume.title'),
  chrome: 'public',
  forms: {
    resume: form({
      act: resumeSheet,
      read: (_, visit) => ({ token: visit.params.token }),
      then({ side, next }, visit) {
        const ways = waysOf(side, visit.params.programme ?? '');
        return { to: next === undefined ? ways.check : ways.question(next) };
      },
      refusals: { 'link-over': 'intake.refusal.link-over', 'no-cookies': 'intake.refusal.no-cookies' },
      pace: 'sign-in',
    }),
  },
  body: (seen) => (
    <>
      <h1>{seen.t('intake.resume.heading')}</h1>
      <p>{seen.t('intake.resume.words')}</p>
      <Form seen={seen} name="resume"><Button>{seen.t('intake.resume.button')}</Button></Form>
      <Small>{seen.t('intake.resume.once')}</Small>
    </>
  ),
});
