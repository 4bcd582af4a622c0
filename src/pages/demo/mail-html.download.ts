import { demoMailHtml } from '../../rooms/demo/index.ts';
import { download } from '../../web/download.ts';

/** One letter's HTML, as a mail program would show it: in a sandbox of its own, where nothing runs and nothing is fetched. */
export default download({
  address: '/demo/mail/:mail/html',
  may: 'anyone',
  load: async (visit) => ({ body: await demoMailHtml(visit, { mail: visit.params.mail }), type: 'text/html; charset=utf-8' }),
});
