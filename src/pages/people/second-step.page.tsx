import { renderSVG } from 'uqr';
import { beginOneTimeCodes, giveSecondStep, oneTimeSetUp } from '../../rooms/people/index.ts';
import { Button, Card, Field, Form, Small, Stack } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';

/** The second step of people who look after others' affairs: a code from an app. The first time it is set up here, step by step. */
export default page({
  address: '/second-step',
  may: 'signed-in',
  load: async (visit) => {
    const found = await oneTimeSetUp(visit, { label: 'Companionway' });
    return { ...found, picture: found.uri === undefined ? undefined : `data:image/svg+xml,${encodeURIComponent(renderSVG(found.uri, { border: 2 }))}` };
  },
  title: ({ t }) => t('people.second-step.title'),
  chrome: 'public',
  forms: {
    begin: form({ act: beginOneTimeCodes, read: () => ({}), then: () => ({ to: '/second-step' }), refusals: { 'already-set-up': 'people.refusal.already-set-up' } }),
    code: form({
      act: giveSecondStep,
      read: (fields) => ({ code: fields.text('code') }),
      then(value, visit) {
        if (value.wrong) return { to: visit.path, say: 'people.second-step.wrong' };
        const { token, keepSeconds } = value;
        return { to: visit.query.get('return') ?? '/home', session: { token, ...(keepSeconds !== undefined && { keepSeconds }) } };
      },
      refusals: { 'not-set-up': 'people.refusal.not-set-up', wait: 'people.refusal.wait' },
      pace: 'sign-in',
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
    if (data.state === 'confirmed') return <><h1>{t('people.second-step.heading')}</h1><p>{t('people.second-step.words')}</p>{ask}</>;
    if (data.state === 'none') {
      return (
        <>
          <h1>{t('people.second-step.set-up')}</h1>
          <p>{t('people.second-step.why')}</p>
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
