import type { Speak } from '../../messages/index.ts';
import type { PictureSeen } from '../../rooms/conversations/index.ts';
import { address } from '../../web/page.ts';

/** A picture that somebody sent: it takes its place before it is there, and is fetched only where it can be seen, so a folded one waits until it is opened. */
export function SentPicture({ conversation, picture: { id, width, height, description }, who, t }: { conversation: string; picture: PictureSeen; who: string; t: Speak }) {
  const from = address('/conversations/:id/pictures/:picture', { id: conversation, picture: id });
  return <img class="sent" src={from} width={width} height={height} loading="lazy" decoding="async" alt={pictureInWords(t, who, description)} />;
}

/** What a picture is for those who cannot see it: what its sender says, else from whom it is. */
function pictureInWords(t: Speak, who: string, description: string): string {
  return description === '' ? t('conversations.picture-from', { who }) : t('conversations.picture-described', { who, description });
}
