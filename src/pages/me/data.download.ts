import { Absent } from '../../platform/outcome.ts';
import { takeMyData } from '../../rooms/mydata/index.ts';
import { download } from '../../web/download.ts';
import { elsewhere } from '../../web/page.ts';
import { dataFile } from './data-file.ts';

/** The file itself: made while it is sent, never stored. Without a fresh sign-in the page says what to do first. */
export default download({
  address: '/me/data/download',
  may: 'signed-in',
  async load(visit) {
    const taken = await takeMyData(visit, {});
    if (taken.kind === 'refused') return elsewhere('/me/data');
    if (taken.kind !== 'done') throw new Absent();
    return { body: dataFile(visit), type: 'application/zip', fileName: `${visit.t('mydata.file')}.zip` };
  },
});
