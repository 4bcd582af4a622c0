import type { Speak } from '../../messages/index.ts';
import { type Message, readNote } from '../../rooms/conversations/index.ts';
import { Folded, Link, TalkDay, TalkTurn } from '../../ui/index.ts';
import { capital } from '../capital.ts';
import { SentPicture } from './sent-picture.tsx';

/** What turns are drawn with. `who` names an author for those who do not see on which side a turn stands. */
export interface TurnsAround {
  readonly t: Speak;
  readonly zone: string;
  readonly now: Date;
  who(message: Message): string;
  /** The conversation they belong to: where its pictures are. */
  readonly conversation: string;
}

/** Messages with a line for each new day in the reader's zone. `previous` is the moment of the message before the first, if there is one. */
export function Turns({ messages, previous, ...around }: TurnsAround & { messages: readonly Message[]; previous: Date | null }) {
  return <>{messages.map((message, at) => <TurnWithDay key={message.seq} message={message} previous={at === 0 ? previous : (messages[at - 1]?.sentAt ?? null)} {...around} />)}</>;
}

/** One turn, and before it the name of its day when the message before it was sent on another. */
export function TurnWithDay({ message, previous, ...around }: TurnsAround & { message: Message; previous: Date | null }) {
  const { t, zone, now } = around;
  const day = t.date(message.sentAt, zone, 'full');
  const isNew = previous === null || t.date(previous, zone, 'full') !== day;
  return (
    <>
      {isNew && <TalkDay name={dayInWords(t, message.sentAt, zone, now)} />}
      <TalkTurn turn={{ id: String(message.seq), mine: message.mine, who: around.who(message), body: <Said message={message} who={around.who(message)} conversation={around.conversation} t={t} />, at: message.sentAt, when: t.time(message.sentAt, zone) }} />
    </>
  );
}

/** What was said: as it is, or folded under its note and opened by choice (P8). */
function Said({ message: { words }, who, conversation, t }: { message: Message; who: string; conversation: string; t: Speak }) {
  if (words === undefined) return <em>{t('conversations.gone')}</em>;
  const said = <>{words.picture && <SentPicture conversation={conversation} picture={words.picture} who={who} t={t} />}{words.body}</>;
  if (words.note === undefined) return said;
  const { summary, open, helpNow } = readNote(words.note, t.lang);
  return (
    <Folded summary={summary} open={open}>
      {said}
      {helpNow && <p class="small"><Link to="/help">{t('conversations.help-now')}</Link></p>}
    </Folded>
  );
}

function dayInWords(t: Speak, at: Date, zone: string, now: Date): string {
  const day = (moment: Date) => t.date(moment, zone, 'full');
  if (day(at) === day(now)) return t('conversations.today');
  if (day(at) === day(new Date(now.getTime() - 86_400_000))) return t('conversations.yesterday');
  const recent = now.getTime() - at.getTime() < 6 * 86_400_000;
  return capital(t, recent ? t.date(at, zone, 'weekday') : t.date(at, zone, now.getUTCFullYear() === at.getUTCFullYear() ? 'day' : 'full'));
}
