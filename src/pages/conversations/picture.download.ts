import { picture } from '../../rooms/conversations/index.ts';
import { download } from '../../web/download.ts';

/** A picture of a conversation, for its people only: shown in its page, never run, kept by no cache. Its name says nothing. */
export default download({
  address: '/conversations/:id/pictures/:picture',
  may: 'signed-in',
  async load(visit) {
    const { bytes, mediaType } = await picture(visit, { conversation: visit.params.id, picture: visit.params.picture });
    return { body: bytes, type: mediaType, fileName: 'picture.webp', inPage: true };
  },
});
