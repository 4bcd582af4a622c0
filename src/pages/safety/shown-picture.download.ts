import { PICTURE_TYPE } from '../../rooms/conversations/index.ts';
import { shownPicture } from '../../rooms/safety/index.ts';
import { download } from '../../web/download.ts';

/** A picture that was shown with a concern, for those who answer it and for who raised it: shown in its page, never run, kept by no cache. */
export default download({
  address: '/concerns/:id/pictures/:picture',
  may: 'signed-in',
  async load(visit) {
    const { bytes } = await shownPicture(visit, { concern: visit.params.id, picture: visit.params.picture });
    return { body: bytes, type: PICTURE_TYPE, fileName: 'picture.webp', inPage: true };
  },
});
