import { signEverybodyOut, signingOthersOut, signMemberOut, signSomebodyOut } from '../../rooms/people/index.ts';
import { Button, Card, Field, Form, Link, Small, Stack, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page, type Seen } from '../../web/page.ts';

/**
 * An administrator signs one person out everywhere (the member whose page led here, or whoever has an address), or everybody: for a lost telephone, and for the
 * day when somebody may have got in.
 */
export default page({
  address: '/sign-somebody-out',
  may: 'staff',
  load: (visit) => signingOthersOut(visit, { person: visit.query.get('person') }),
  title: ({ t }) => t('people.sessions.title'),
  chrome: 'staff',
  forms: {
    member: form({
      act: signMemberOut,
      read: (fields) => ({ person: fields.text('person') }),
      then: ({ here }) => (here ? { to: '/', session: 'ended', say: 'people.sign-out.done' } : { to: '/sign-somebody-out', say: 'people.sessions.member-ended' }),
      refusals: {},
    }),
    one: form({
      act: signSomebodyOut,
      read: (fields) => ({ email: fields.text('email') }),
      then: ({ here }) => (here ? { to: '/', session: 'ended', say: 'people.sign-out.done' } : { to: '/sign-somebody-out', say: 'people.sessions.ended' }),
      refusals: {},
      pace: 'costly',
    }),
    all: form({ act: signEverybodyOut, read: (fields) => ({ sure: fields.ticked('sure') }), then: () => ({ to: '/', session: 'ended', say: 'people.sign-out.done' }), refusals: {} }),
  },
  body: (seen) => {
    const { t, data: { member } } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight"><h1>{t('people.sessions.title')}</h1><p>{t('people.sessions.words')}</p></Stack>
        {member === undefined ? <Anybody seen={seen} /> : (
          <Form seen={seen} name="member">
            <input type="hidden" name="person" value={member.id} />
            <div><Button>{t('people.sessions.member', { name: member.name ?? t('people.sessions.this-person') })}</Button></div>
          </Form>
        )}
        {member !== undefined && <Small><Link to="/sign-somebody-out">{t('people.sessions.somebody-else')}</Link></Small>}
        <Small><Link to="/me/devices">{t('people.devices.title')}</Link></Small>
      </Stack>
    );
  },
});

/** Whoever has an address here, and everybody. */
function Anybody({ seen }: { seen: Seen<'/sign-somebody-out'> }) {
  const { t } = seen;
  return (
    <>
      <Form seen={seen} name="one">
        <Field of="email" label={t('people.sessions.email')} type="email" autocomplete="off" spellcheck={false} />
        <div><Button>{t('people.sessions.end')}</Button></div>
      </Form>
      <Card tone="clay">
        <h2>{t('people.sessions.everybody')}</h2>
        <p>{t('people.sessions.everybody-words')}</p>
        <Form seen={seen} name="all">
          <Tick of="sure" label={t('people.sessions.everybody-sure')} />
          <div><Button second>{t('people.sessions.everybody-end')}</Button></div>
        </Form>
      </Card>
    </>
  );
}
