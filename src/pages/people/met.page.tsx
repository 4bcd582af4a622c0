import { say } from '../../content/index.ts';
import { confirmMeeting, meetingWith, noteMeeting } from '../../rooms/people/index.ts';
import { programmePage } from '../../rooms/programmes/index.ts';
import { Button, Card, Field, Form, Link, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';

const here = '/programmes/:programme/people/:id/met';
const back = (say: 'people.met.noted' | 'people.met.confirmed') => (_: unknown, { params }: Visit) => ({ to: address(here, { programme: params.programme ?? '', id: params.id ?? '' }), say });

/** Two people of the team who met somebody end the wait for older words in the one session that person holds. */
export default page({
  address: here,
  may: 'staff',
  async load(visit) {
    const programme = await programmePage(visit, { slug: visit.params.programme });
    return { programme, ...(await meetingWith(visit, { programme: programme.id, person: visit.params.id })) };
  },
  title: ({ t }) => t('people.met.page'),
  chrome: 'staff',
  forms: {
    note: form({
      act: noteMeeting, read: (fields, { params }) => ({ programme: fields.text('programme'), person: params.id, code: fields.text('code') }), then: back('people.met.noted'), pace: 'sign-in',
      refusals: { 'code-differs': 'people.met.refusal.code-differs', 'already-noted': 'people.met.refusal.already-noted', yourself: 'people.met.refusal.yourself' },
    }),
    confirm: form({
      act: confirmMeeting, read: (fields, { params }) => ({ programme: fields.text('programme'), person: params.id }), then: back('people.met.confirmed'),
      refusals: { 'same-person': 'people.met.refusal.same-person', yourself: 'people.met.refusal.yourself' },
    }),
  },
  body(seen) {
    const { t, lang, zone, now, params: { id }, data: { programme, name, waits, noted } } = seen;
    const hidden = <input type="hidden" name="programme" value={programme.id} />;
    return (
      <>
        <p class="small"><Link to={address('/programmes/:programme/people/:id', { programme: programme.slug, id })}>{name ?? t('safety.somebody-begins')}</Link> · {say(programme.name, lang)}</p>
        <h1>{t('people.met.heading', { name: name ?? t('safety.somebody-begins') })}</h1>
        <p>{t('people.met.explain')}</p>
        {noted !== undefined && (
          <Card gap="tight">
            <p>{t('people.met.noted-by', { name: noted.by ?? t('safety.somebody'), when: t.moment(noted.at, zone, now) })}</p>
            {noted.mine ? <Small>{t('people.met.waits-second')}</Small> : <Form seen={seen} name="confirm">{hidden}<Button>{t('people.met.confirm')}</Button></Form>}
          </Card>
        )}
        {noted === undefined && (waits ? (
          <Form seen={seen} name="note">
            {hidden}
            <Field of="code" label={t('people.met.code')} inputmode="numeric" width={12} autocomplete="off" />
            <div><Button>{t('people.met.note')}</Button></div>
          </Form>
        ) : <p>{t('people.met.nobody-waits')}</p>)}
      </>
    );
  },
});
