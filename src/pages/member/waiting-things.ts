import { say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { address } from '../../web/page.ts';
import { waysOf } from '../sheet/ways.ts';
import type { HomeData } from './home-seen.ts';

/** Something that waits for the reader: one sentence, one thing to do. */
export interface WaitingThing {
  readonly to: string;
  readonly words: string;
  readonly small?: string;
  readonly action: string;
}

/** What waits for somebody, the most personal first: introductions, agreements, suggested times, messages, letters, check-ins, what they began to write. No counts of messages (P12). */
export function waitingThings(data: Omit<HomeData, 'programmes' | 'supporting'>, t: Speak, zone: string, now: Date): readonly WaitingThing[] {
  const someone = t('home.someone');
  return [
    ...data.introductions.map((one) => ({
      to: address('/introductions/:id', { id: one.id }), words: t(one.side === 'seeker' ? 'home.wait.introduction-seeker' : 'home.wait.introduction-supporter'),
      small: t('home.wait.introduction-until', { time: t.moment(one.expiresAt, zone, now) }), action: t('home.wait.read'),
    })),
    ...data.relationships.filter(({ state }) => state === 'agreeing').map((one) => ({
      to: address('/relationships/:id/agreement', { id: one.id }), words: t('home.wait.agreement', { name: one.other ?? someone }), action: t('home.agree'),
    })),
    ...data.times.filter(({ asked }) => asked).map((one) => ({
      to: address('/relationships/:id/meetings', { id: one.relationship }), words: t('home.wait.meeting', { name: data.relationships.find(({ id }) => id === one.relationship)?.other ?? someone }),
      small: t.span(one.startsAt, one.endsAt, zone), action: t('home.wait.answer'),
    })),
    // Last words too: they came with the ending, and nothing else on this page leads to them.
    ...data.conversations.filter(({ unread }) => unread).map((one) => ({
      to: `${address('/conversations/:id', { id: one.id })}#write`, words: t('home.wait.message', { name: t.list(one.others.map((name) => name ?? someone)) }), action: t('home.wait.read'),
    })),
    ...data.letters.filter(({ unread }) => unread > 0).map((one) => ({
      to: address('/messages/:programme', { programme: one.slug }), words: t('home.wait.letter', { programme: say(one.name, t.lang) }), action: t('home.wait.read'),
    })),
    ...data.checkIns.map((one) => {
      const other = data.relationships.find(({ id }) => id === one.relationship);
      return {
        to: address('/check-ins/:id', { id: one.id }), words: other === undefined ? t('home.wait.check-in') : t(other.state === 'ended' ? 'home.wait.check-in-after' : 'home.wait.check-in-with', { name: other.other ?? someone }),
        small: t('home.wait.check-in-optional'), action: t('home.wait.look'),
      };
    }),
    ...data.conduct.map((one) => ({
      to: address('/code-of-conduct', {}, { programme: one.slug }), words: t(one.yes === 'older' ? 'safety.conduct.wait-older' : 'safety.conduct.wait-none', { programme: say(one.name, t.lang) }), action: t('home.wait.read'),
    })),
    ...data.mine.drafts.map(({ programme, side, changedAt }) => ({
      to: waysOf(side, programme.slug).start, words: t(side === 'seeker' ? 'home.wait.draft-request' : 'home.wait.draft-application'),
      small: t('home.wait.draft-at', { day: t.date(changedAt, zone, 'long') }), action: t('home.wait.go-on'),
    })),
  ];
}
