import { demoMails } from '../../rooms/demo/index.ts';
import { Link, Stack } from '../../ui/index.ts';
import { page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { MailList } from './mail-list.tsx';

/** The demo's whole mailbox, newest first. */
export default page({
  address: '/demo/mail',
  may: 'anyone',
  load: (visit) => demoMails(visit, { before: beforeOf(visit) }),
  title: ({ t }) => t('demo.title'),
  chrome: 'public',
  body({ t, data, zone, now }) {
    const last = data.at(-1);
    return (
      <Stack gap="roomy">
        <h1>{t('demo.mail.heading')}</h1>
        <MailList t={t} mails={data} zone={zone} now={now} />
        {data.length === 50 && last !== undefined && <p><Link to={`/demo/mail?at=${last.at.getTime()}&id=${last.id}`}>{t('demo.mail.older')}</Link></p>}
        <p><Link to="/demo">{t('demo.mail.back')}</Link></p>
      </Stack>
    );
  },
});

/** Where the list goes on: after the last letter shown. It is a demo's, so nothing needs to be hidden in it. */
function beforeOf({ query }: Visit): { at: Date; id: string } | undefined {
  const [at, id] = [Number(query.get('at')), query.get('id')];
  return id !== undefined && /^[0-9a-f-]{36}$/.test(id) && Number.isSafeInteger(at) && at > 0 && at < 8.64e15 ? { at: new Date(at), id } : undefined;
}
