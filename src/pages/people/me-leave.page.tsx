import { leave, leaving } from '../../rooms/leaving/index.ts';
import { Button, Card, Form, Link, List, Small, Stack, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import { changeRefusals } from './change-refusals.ts';
import { WhyNoChange } from './why-no-change.tsx';

/** Going for good: what goes, what stays, in plain words, before one press. Resting is offered first, since most who look here need only that. */
export default page({
  address: '/me/leave',
  may: 'signed-in',
  load: (visit) => leaving(visit, {}),
  title: ({ t }) => t('people.me.title'),
  chrome: 'member',
  forms: {
    leave: form({
      act: leave,
      read: (fields) => ({ sure: fields.ticked('sure') }),
      then: () => ({ to: '/', session: 'ended', say: 'leaving.done' }),
      refusals: { ...changeRefusals, 'hand-over-first': 'leaving.refusal.hand-over-first' },
    }),
  },
  body(seen) {
    const { t, data } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight"><h1>{t('leaving.heading')}</h1><p>{t('leaving.rest')}</p></Stack>
        <Stack as="section" gap="tight" aria-labelledby="goes">
          <h2 id="goes">{t('leaving.goes')}</h2>
          <List>{(['name', 'words', 'answers', 'roles'] as const).map((one) => <li key={one}>{t(`leaving.goes-${one}`)}</li>)}</List>
          {data.running > 0 && <p>{t('leaving.others', { count: data.running })}</p>}
        </Stack>
        <Stack as="section" gap="tight" aria-labelledby="stays">
          <h2 id="stays">{t('leaving.stays')}</h2>
          <List>{(['that', 'concern'] as const).map((one) => <li key={one}>{t(`leaving.stays-${one}`)}</li>)}</List>
        </Stack>
        {data.inTheWay === 'duty' && <Card tone="moss"><p>{t('leaving.refusal.hand-over-first')}</p></Card>}
        {(data.inTheWay === 'sign-in-again' || data.inTheWay === 'history-waits') && <WhyNoChange seen={seen} change={data.inTheWay} opensAt={null} back="/me/leave" />}
        {data.inTheWay === 'nothing' && (
          <Form seen={seen} name="leave">
            <Tick of="sure" label={t('leaving.sure')} />
            <div><Button second>{t('leaving.go')}</Button></div>
          </Form>
        )}
        <Small><Link to="/me">{t('people.me.back')}</Link></Small>
      </Stack>
    );
  },
});
