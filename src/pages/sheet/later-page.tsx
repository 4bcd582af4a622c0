import { draftSheet, mailResumeLink, makeResumeLink } from '../../rooms/intake/index.ts';
import { Button, Card, Field, Form, Link, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, elsewhere, page } from '../../web/page.ts';
import { type Side, waysOf } from './ways.ts';

/** Going on another time or on another device: a link by mail, or one to write down. */
export function laterPage(side: Side, at: '/p/:programme/ask/later' | '/p/:programme/apply/later') {
  return page({
    address: at,
    may: 'anyone',
    async load(visit) {
      const { programme } = visit.params;
      const seen = await draftSheet(visit, { programme, side });
      if (!seen.begun) return elsewhere(waysOf(side, programme).start);
      const token = visit.kept('go-on');
      const link = token === undefined ? undefined : new URL(address('/p/:programme/resume/:token', { programme, token }), visit.house.config.publicUrl).href;
      return { sheet: seen.sheet, next: seen.next, link };
    },
    title: ({ t }) => t(side === 'seeker' ? 'intake.ask.title' : 'intake.apply.title'),
    chrome: 'public',
    forms: {
      mail: form({
        act: mailResumeLink,
        read: (fields) => ({ sheet: fields.text('sheet'), email: fields.text('email').trim() }),
        then: (_, visit) => ({ to: waysOf(side, visit.params.programme ?? '').later, say: 'intake.later.mailed', keep: { 'go-on': '' } }),
        refusals: { 'already-sent': 'intake.refusal.already-sent', 'often-enough': 'intake.refusal.often-enough' },
        pace: 'costly',
      }),
      link: form({
        act: makeResumeLink,
        read: (fields) => ({ sheet: fields.text('sheet') }),
        then: ({ token }, visit) => ({ to: waysOf(side, visit.params.programme ?? '').later, keep: { 'go-on': token } }),
        refusals: { 'already-sent': 'intake.refusal.already-sent' },
      }),
    },
    body(seen) {
      const { t, data, params } = seen;
      const ways = waysOf(side, params.programme);
      return (
        <>
          <h1>{t('intake.later.heading')}</h1>
          <p>{t('intake.later.words')}</p>
          <Card gap="tight">
            <h2>{t('intake.later.mail')}</h2>
            <Form seen={seen} name="mail">
              <input type="hidden" name="sheet" value={data.sheet} />
              <Field of="email" label={t('intake.later.email')} hint={t('intake.later.email-hint')} type="email" autocomplete="email" width={24} />
              <Button>{t('intake.later.send')}</Button>
            </Form>
          </Card>
          <Card gap="tight">
            <h2>{t('intake.later.note')}</h2>
            {data.link === undefined ? (
              <Form seen={seen} name="link" quiet>
                <input type="hidden" name="sheet" value={data.sheet} />
                <Button second>{t('intake.later.show')}</Button>
              </Form>
            ) : (
              <>
                <p class="answers-link">{data.link}</p>
                <Small>{t('intake.later.once')}</Small>
              </>
            )}
          </Card>
          <p><Link to={data.next === undefined ? ways.check : ways.question(data.next)}>{t('intake.later.go-on')}</Link></p>
        </>
      );
    },
  });
}
