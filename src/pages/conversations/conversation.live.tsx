import { type Message, messagesAfter } from '../../rooms/conversations/index.ts';
import { live, type LiveEvent } from '../../web/live.ts';
import { TurnWithDay } from './turns.tsx';

/**
 * What is said from now on, for an open conversation. Each event is one message under its own place, read from rows after the last place the page has:
 * so what a lost connection missed comes first, nothing comes twice, and the order is the conversation's.
 */
export default live({
  address: '/conversations/:id/live',
  may: 'signed-in',
  async topics(visit) {
    await messagesAfter(visit, { conversation: visit.params.id, after: Number.MAX_SAFE_INTEGER });
    return [`conversation:${visit.params.id}`];
  },
  async since(visit, last) {
    const events: LiveEvent[] = [];
    let after = /^\d{1,15}$/.test(last) ? Number(last) : 0;
    for (;;) {
      const { messages, previousAt, more } = await messagesAfter(visit, { conversation: visit.params.id, after });
      let previous = previousAt;
      for (const message of messages) {
        events.push({ id: String(message.seq), body: <TurnWithDay message={message} previous={previous} t={visit.t} zone={visit.zone} now={visit.now} who={whoIn(visit.t)} conversation={visit.params.id} /> });
        previous = message.sentAt;
        after = message.seq;
      }
      if (!more) return events;
    }
  },
});

/** Names cost a look-up for each piece of news on each open page; between two, “you” and “the other” say as much. */
function whoIn(t: Parameters<typeof TurnWithDay>[0]['t']) {
  return ({ mine }: Message) => (mine ? t('conversations.you') : t('conversations.the-other'));
}
