import {
  addPasskey, beginOneTimeCodes, makeRecoveryCodes, namePasskey, oneTimeSetUp, optionsToAddPasskey, organisationAccount, removeOneTimeCodes, removePasskey, removePassword, setPassword, waysIn,
} from '../../rooms/people/index.ts';
import { Button, Card, Field, Folded, Form, Link, List, PasskeyButton, Quiet, Row, Small, Stack, Time } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { changeRefusals } from './change-refusals.ts';
import { WhyNoChange } from './why-no-change.tsx';

const here = '/me/sign-in';

/** How I come in: by e-mail always, and by whatever else I choose. */
export default page({
  address: here,
  may: 'signed-in',
  load,
  title: ({ t }) => t('people.ways.title'),
  chrome: 'member',
  scripts: ['passkey'],
  forms: {
    passkey: form({
      act: addPasskey,
      read: (fields) => ({ answer: fields.text('answer'), name: fields.text('name') }),
      then: () => ({ to: here, say: 'people.ways.passkey-added' }),
      refusals: { ...changeRefusals, 'passkey-known': 'people.refusal.passkey-known', 'passkey-not-good': 'people.refusal.passkey-not-good' },
      secret: ['answer'],
    }),
    name: form({ act: namePasskey, read: (fields) => ({ passkey: fields.text('passkey'), name: fields.text('name') }), then: () => ({ to: here, say: 'people.me.kept' }), refusals: {} }),
    forget: form({ act: removePasskey, read: (fields) => ({ passkey: fields.text('passkey') }), then: () => ({ to: here, say: 'people.ways.passkey-removed' }), refusals: changeRefusals }),
    password: form({
      act: setPassword,
      read: (fields) => ({ password: fields.text('password'), current: fields.text('current') }),
      then: ({ wrong }) => ({ to: here, say: wrong ? 'people.ways.password-current-wrong' : 'people.ways.password-set' }),
      refusals: { ...changeRefusals, 'too-easy': 'people.refusal.too-easy', wait: 'people.refusal.wait' },
      pace: 'sign-in',
      secret: ['password', 'current'],
    }),
    nopassword: form({ act: removePassword, read: () => ({}), then: () => ({ to: here, say: 'people.ways.password-removed' }), refusals: { ...changeRefusals, 'second-step-first': 'people.refusal.second-step-first' } }),
    codes: form({
      act: beginOneTimeCodes,
      read: () => ({}),
      then: () => ({ to: address('/second-step', {}, { return: here }) }),
      refusals: { ...changeRefusals, 'already-set-up': 'people.refusal.already-set-up' },
    }),
    nocodes: form({ act: removeOneTimeCodes, read: () => ({}), then: () => ({ to: here, say: 'people.ways.codes-removed' }), refusals: { ...changeRefusals, 'needed-second-step': 'people.refusal.needed-second-step' } }),
    recovery: form({
      act: makeRecoveryCodes,
      read: () => ({}),
      then: ({ codes }) => ({ to: '/me/recovery-codes', keep: { recovery: codes.join(' ') } }),
      refusals: changeRefusals,
    }),
  },
  body(seen) {
    const { t, data } = seen;
    const open = data.change === 'yes';
    return (
      <Stack gap="roomy">
        <Stack gap="tight"><h1>{t('people.ways.title')}</h1><p>{t('people.ways.words')}</p></Stack>
        <WhyNoChange seen={seen} change={data.change} opensAt={data.historyFrom} back={here} />
        {data.meetingCode !== undefined && (
          <Card gap="close">
            <h2>{t('people.met.title')}</h2>
            <p>{t('people.met.words')}</p>
            <p><strong>{`${data.meetingCode.slice(0, 3)} ${data.meetingCode.slice(3)}`}</strong></p>
          </Card>
        )}
        {data.opened.map((one) => <Card key={one.at.toISOString()} tone="clay" gap="close"><p>{t('people.met.opened', { names: t.list([...one.by]), day: t.date(one.at, seen.zone, 'full') })}</p><p><Link to="/me/devices">{t('people.met.not-me')}</Link></p></Card>)}
        <Passkeys seen={seen} open={open} />
        <Codes seen={seen} open={open} />
        <Recovery seen={seen} open={open} />
        <Password seen={seen} open={open} />
        {data.account !== undefined && (
          <Stack as="section" gap="tight" aria-labelledby="account">
            <h2 id="account">{t('people.ways.account', { account: data.account })}</h2>
            <p>{t(data.outsideAccount ? 'people.ways.account-connected' : 'people.ways.account-not')}</p>
            {!data.outsideAccount && open && <p><Link to="/sign-in/organisation">{t('people.ways.account-connect')}</Link></p>}
          </Stack>
        )}
        <Small><Link to="/me">{t('people.me.back')}</Link></Small>
      </Stack>
    );
  },
});

async function load(visit: Visit<typeof here>) {
  const ways = await waysIn(visit, {});
  return {
    ...ways,
    options: ways.passkeysPossible && ways.change === 'yes' ? await optionsToAddPasskey(visit, {}) : undefined,
    begun: (await oneTimeSetUp(visit, { label: 'Companionway' })).state === 'begun',
    account: organisationAccount(visit.house)?.name,
  };
}
type In = Seen<typeof here, Awaited<ReturnType<typeof load>>>;

function Passkeys({ seen, open }: { seen: In; open: boolean }) {
  const { t, data, zone, now } = seen;
  return (
    <Stack as="section" gap="tight" aria-labelledby="passkeys">
      <h2 id="passkeys">{t('people.ways.passkeys')}</h2>
      <p>{t('people.ways.passkeys-words')}</p>
      {data.passkeys.length > 0 && (
        <List label={t('people.ways.passkeys')}>
          {data.passkeys.map((one) => (
            <Card as="li" key={one.id} gap="close">
              <strong>{one.name || t('people.ways.passkey')}</strong>
              <p class="small">{t('people.ways.made')} <Time at={one.madeAt} words={t.date(one.madeAt, zone)} />{one.usedAt !== null && <> · {t('people.ways.used')} <Time at={one.usedAt} words={t.moment(one.usedAt, zone, now)} /></>}</p>
              <Folded summary={t('people.ways.change')}>
                <Form seen={seen} name="name" what={one.id}>
                  <input type="hidden" name="passkey" value={one.id} />
                  <Field of="name" label={t('people.ways.passkey-name')} value={one.name} width={24} autocomplete="off" />
                  <div><Button second>{t('people.me.keep')}</Button></div>
                </Form>
                {open && (
                  <Form seen={seen} name="forget" what={one.id} quiet>
                    <input type="hidden" name="passkey" value={one.id} />
                    <Quiet label={t('people.ways.remove-of', { what: one.name || t('people.ways.passkey') })}>{t('people.contacts.remove')}</Quiet>
                  </Form>
                )}
              </Folded>
            </Card>
          ))}
        </List>
      )}
      {!data.passkeysPossible && <Small>{t('people.ways.passkeys-not-here')}</Small>}
      {data.options !== undefined && (
        <Form seen={seen} name="passkey">
          <Field of="name" label={t('people.ways.passkey-name')} hint={t('people.ways.passkey-name-hint')} optional width={24} autocomplete="off" />
          <div><PasskeyButton of="answer" kind="create" options={data.options} second={data.passkeys.length > 0} refused={t('people.use-passkey.refused')}>{t('people.ways.passkey-add')}</PasskeyButton></div>
        </Form>
      )}
    </Stack>
  );
}

function Codes({ seen, open }: { seen: In; open: boolean }) {
  const { t, data } = seen;
  return (
    <Stack as="section" gap="tight" aria-labelledby="codes">
      <h2 id="codes">{t('people.ways.codes')}</h2>
      <p>{t(data.oneTimeCodes ? 'people.ways.codes-on' : 'people.ways.codes-words')}</p>
      {open && data.oneTimeCodes && <Form seen={seen} name="nocodes" quiet><Quiet>{t('people.ways.codes-remove')}</Quiet></Form>}
      {open && !data.oneTimeCodes && <Form seen={seen} name="codes" quiet><Button second>{t(data.begun ? 'people.ways.codes-go-on' : 'people.ways.codes-begin')}</Button></Form>}
    </Stack>
  );
}

function Recovery({ seen, open }: { seen: In; open: boolean }) {
  const { t, data } = seen;
  return (
    <Stack as="section" gap="tight" aria-labelledby="recovery">
      <h2 id="recovery">{t('people.ways.recovery')}</h2>
      <p>{data.recoveryCodesLeft === 0 ? t('people.ways.recovery-words') : t('people.ways.recovery-left', { count: data.recoveryCodesLeft })}</p>
      {open && <Form seen={seen} name="recovery" quiet><Button second>{t(data.recoveryCodesLeft === 0 ? 'people.ways.recovery-make' : 'people.ways.recovery-make-new')}</Button></Form>}
    </Stack>
  );
}

function Password({ seen, open }: { seen: In; open: boolean }) {
  const { t, data, zone } = seen;
  return (
    <Stack as="section" gap="tight" aria-labelledby="password">
      <h2 id="password">{t('people.ways.password')}</h2>
      <p>{data.passwordSetAt === null ? t('people.ways.password-none') : t('people.ways.password-since', { date: t.date(data.passwordSetAt, zone) })}</p>
      {open && (
        <Folded summary={t(data.passwordSetAt === null ? 'people.ways.password-choose' : 'people.ways.password-change')} open={seen.form('password').tried}>
          <Form seen={seen} name="password">
            {data.passwordSetAt !== null && <Field of="current" type="password" label={t('people.ways.password-current')} hint={t('people.ways.password-forgotten')} autocomplete="current-password" />}
            <Field of="password" type="password" label={t('people.ways.password-new')} hint={t('people.ways.password-hint')} autocomplete="new-password" />
            <div><Button second>{t('people.me.keep')}</Button></div>
          </Form>
        </Folded>
      )}
      {open && data.passwordSetAt !== null && !data.mayResetPassword && <p><Link to={address('/second-step', {}, { return: here })}>{t('people.refusal.second-step-first')}</Link></p>}
      {open && data.passwordSetAt !== null && data.mayResetPassword && <Row><Form seen={seen} name="nopassword" quiet><Quiet>{t('people.ways.password-remove')}</Quiet></Form></Row>}
    </Stack>
  );
}
