import { stopNotices } from '../../rooms/notifications/index.ts';
import { Button, Form, Link, Stack } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';

/** The way to stop notices from a letter, without signing in. It looks the same whoever opens it, with whatever link. */
export default page({
  address: '/notices/stop/:token',
  may: 'anyone',
  load: (visit) => ({ stopped: visit.query.get('done') !== undefined }),
  title: ({ t, data }) => t(data.stopped ? 'notifications.stopped.title' : 'notifications.stop.title'),
  chrome: 'public',
  forms: {
    stop: form({
      act: stopNotices,
      read: (_, visit) => ({ token: visit.params.token ?? '' }),
      then: () => ({ to: '/notices/stop/done?done=yes' }),
      refusals: {},
    }),
  },
  body(seen) {
    const { t, data: { stopped } } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight">
          <h1>{t(stopped ? 'notifications.stopped.title' : 'notifications.stop.title')}</h1>
          <p>{t(stopped ? 'notifications.stopped.words' : 'notifications.stop.words')}</p>
        </Stack>
        {!stopped && <Form seen={seen} name="stop"><div><Button>{t('notifications.stop.button')}</Button></div></Form>}
        <p><Link to="/me/notices">{t('notifications.stop.rather')}</Link></p>
      </Stack>
    );
  },
});
