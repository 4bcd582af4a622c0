import { changeNotices, noticeWishes } from '../../rooms/notifications/index.ts';
import { Button, Card, Choices, Columns, Field, Form, Link, Stack, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import { zoneInWords } from '../zone-in-words.ts';

/** How somebody wants to be told: by e-mail or not, once a day, and when it must be quiet. */
export default page({
  address: '/me/notices',
  may: 'signed-in',
  load: (visit) => noticeWishes(visit, {}),
  title: ({ t }) => t('notifications.wishes.title'),
  chrome: 'member',
  forms: {
    wishes: form({
      act: changeNotices,
      read: (fields) => ({
        notices: fields.text('notices') || 'email', digest: fields.ticked('digest'), quietFrom: fields.text('quietFrom').slice(0, 5), quietUntil: fields.text('quietUntil').slice(0, 5),
      }),
      then: () => ({ to: '/me/notices', say: 'notifications.wishes.kept' }),
      refusals: { 'one-time-missing': 'notifications.refusal.one-time-missing' },
    }),
  },
  body(seen) {
    const { t, data } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight">
          <h1>{t('notifications.wishes.title')}</h1>
          <p>{t('notifications.wishes.words')}</p>
        </Stack>
        {!data.hasEmail && <Card tone="moss"><p>{t('notifications.wishes.no-email')}</p><p><Link to="/me">{t('notifications.wishes.add-email')}</Link></p></Card>}
        <Form seen={seen} name="wishes">
          <Choices of="notices" kind="one" label={t('notifications.wishes.how')} value={data.notices} choices={[
            { value: 'email', label: t('notifications.wishes.email'), hint: t('notifications.wishes.email-hint') },
            { value: 'off', label: t('notifications.wishes.off'), hint: t('notifications.wishes.off-hint') },
          ]} />
          <Tick of="digest" label={t('notifications.wishes.digest')} hint={t('notifications.wishes.digest-hint')} checked={data.digest} />
          <fieldset class="stack tight">
            <legend>{t('notifications.wishes.quiet')}</legend>
            <p class="hint">{t('notifications.wishes.quiet-words', { zone: zoneInWords(t.lang, data.zone, seen.now) })}</p>
            <Columns>
              <Field of="quietFrom" type="time" width={12} label={t('notifications.wishes.from')} value={data.quietFrom} />
              <Field of="quietUntil" type="time" width={12} label={t('notifications.wishes.until')} value={data.quietUntil} />
            </Columns>
            <p class="hint">{t('notifications.wishes.rings')}</p>
          </fieldset>
          {data.onDuty && <p>{t('notifications.wishes.duty')}</p>}
          <div><Button>{t('notifications.wishes.keep')}</Button></div>
        </Form>
      </Stack>
    );
  },
});
