import { renderSVG } from 'uqr';
import { beginOneTimeCodes, giveSecondStep, oneTimeSetUp, safeReturn, useRecoveryCode, waysIn } from '../../rooms/people/index.ts';
import { Button, Card, Field, Folded, Form, Link, Small, Stack } from '../../ui/index.ts';
import { form, type Then } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { changeRefusals } from './change-refusals.ts';

/**
 * The second step: a code from an app, or a printed one. People who look after others' affairs need it; others may, to open older words at once.
 * The first time it is set up here, step by step.
 */
export default page({
  address: '/second-step',
  may: 'signed-in',
  load: async (visit) => {
    const found = await oneTimeSetUp(visit, { label: 'Companionway' });
    const ways = await waysIn(visit, {});
    return { ...found, staff: ways.staff, recovery: ways.recoveryCodesLeft > 0, passkey: ways.passkeysPossible && ways.passkeys.length > 0, waits: ways.historyFrom !== null, password: ways.passwordSetAt !== null, back: visit.query.get('return'), picture: found.uri === undefined ? undefined : `data:image/svg+xml,${encodeURIComponent(renderSVG(found.uri, { border: 2 }))}` };
  },
  title: ({ t }) => t('people.second-step.title'),
  chrome: 'public',
  forms: {
    begin: form({ act: beginOneTimeCodes, read: () => ({}), then: (_, visit) => ({ to: visit.path }), refusals: { ...changeRefusals, 'already-set-up': 'people.refusal.already-set-up' } }),
    code: form({
      act: giveSecondStep,
      read: (fields) => ({ code: fields.text('code') }),
      then(value, visit) {
        return value.wrong ? { to: visit.path, say: value.late ? 'people.second-step.late' : 'people.second-step.wrong' } : onwards(value, visit);
      },
      refusals: { ...changeRefusals, 'not-set-up': 'people.refusal.not-set-up', wait: 'people.refusal.wait' },
      pace: 'sign-in',
      secret: ['code'],
    }),
    recovery: form({
      act: useRecoveryCode,
      read: (fields) => ({ recovery: fields.text('recovery') }),
      then: (value, visit) => (value.wrong ? { to: visit.path, say: 'people.recovery.wrong' } : onwards(value, visit)),
      refusals: { wait: 'people.refusal.wait' },
      pace: 'sign-in',
      secret: ['recovery'],
    }),
  },
  body: (seen) => {
    const { t, data } = seen;
    const ask = (
      <Form seen={seen} name="code">
        <Field of="code" label={t('people.second-step.code')} hint={t('people.second-step.hint')} width={10} inputmode="numeric" autocomplete="one-time-code" spellcheck={false} />
        <div><Button>{t('people.second-step.go')}</Button></div>
      </Form>
    );
    const others = (
      <>
        {data.passkey && <p><Link to={address('/sign-in/passkey', {}, { return: data.back })}>{t('people.second-step.by-passkey')}</Link></p>}
        {data.waits && data.password && <p><Link to={address('/sign-in/password', {}, { return: data.back })}>{t('people.sign-in.by-password')}</Link></p>}
        {data.recovery && (
          <Folded summary={t('people.second-step.by-recovery')} open={seen.form('recovery').tried}>
            <Form seen={seen} name="recovery">
              <Field of="recovery" label={t('people.recovery.code')} hint={t('people.recovery.hint')} width={24} autocomplete="off" spellcheck={false} autocapitalize="none" />
              <div><Button second>{t('people.second-step.go')}</Button></div>
            </Form>
          </Folded>
        )}
      </>
    );
    if (data.state === 'confirmed') return <><h1>{t('people.second-step.heading')}</h1><p>{t(data.staff ? 'people.second-step.words' : 'people.second-step.words-own')}</p>{ask}{others}</>;
    if (data.state === 'none') {
      // Whoever has a passkey or printed codes gives one of those, and whoever waits gives what they have; setting up an app is for everybody else.
      if (data.passkey || data.recovery || data.waits) return <><h1>{t('people.second-step.heading')}</h1><p>{t('people.second-step.have')}</p>{others}</>;
      return (
        <>
          <h1>{t('people.second-step.set-up')}</h1>
          <p>{t(data.staff ? 'people.second-step.why' : 'people.second-step.why-own')}</p>
          <p>{t('people.second-step.app')}</p>
          <Form seen={seen} name="begin"><Button>{t('people.second-step.begin')}</Button></Form>
        </>
      );
    }
    return (
      <>
        <h1>{t('people.second-step.scan')}</h1>
        <Card>
          <Stack>
            {data.picture !== undefined && <img src={data.picture} alt={t('people.second-step.picture')} width="220" height="220" />}
            <p>{t('people.second-step.type')}</p>
            <p><code>{data.words}</code></p>
          </Stack>
        </Card>
        {ask}
        <Small>{t('people.second-step.after')}</Small>
      </>
    );
  },
});

/** On to where the reader was headed (an address of this site), under the session's new token. */
function onwards({ token, keepSeconds }: { readonly token: string; readonly keepSeconds?: number }, { query }: Visit): Then {
  return { to: safeReturn(query.get('return') ?? '') || '/home', session: { token, ...(keepSeconds !== undefined && { keepSeconds }) } };
}
