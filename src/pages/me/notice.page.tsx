import { noticeLeadsTo } from '../../rooms/notifications/index.ts';
import { elsewhere, page } from '../../web/page.ts';

/** The link in a letter: a neutral address that leads its reader, signed in, to the right place. */
export default page({
  address: '/n/:notice',
  may: 'signed-in',
  load: async (visit): Promise<Record<never, never>> => elsewhere(await noticeLeadsTo(visit, { notice: visit.params.notice })),
  title: ({ t }) => t('notifications.leads.title'),
  chrome: 'member',
  body: () => null,
});
