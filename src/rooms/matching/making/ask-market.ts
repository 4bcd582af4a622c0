import type { House } from '../../../platform/house.ts';
import type { Forced } from './force.ts';
import { opened, type SolvedMarket } from './market-bytes.ts';
import { startThread } from './start-thread.ts';
import type { ForceQuestion } from './thread.ts';

/** How long the thread of a round stays ready for the next question, in milliseconds. */
const READY_MS = 60_000;
/** Rounds that stay ready at once, in one house. */
const MOST_READY = 2;

interface Answering {
  readonly solved: SolvedMarket;
  ask(seeker: number, supporter: number): Promise<Forced>;
  end(): void;
}

/** Rounds that are ready for questions, the one asked last at the end. Kept with their house and gone with it. */
const ready = new WeakMap<House, Map<string, Answering>>();

/** A kept market by numbers, with the question "what if these two?" answered in a thread, so that no page waits behind a solver. */
export function marketFrom(house: House, round: string, bytes: Uint8Array): Answering {
  const rounds = ready.get(house) ?? new Map<string, Answering>();
  ready.set(house, rounds);
  const known = rounds.get(round);
  rounds.delete(round);
  const answering = known ?? answers(opened(bytes), () => rounds.delete(round));
  rounds.set(round, answering);
  for (const [oldest, one] of rounds) {
    if (rounds.size <= MOST_READY) break;
    one.end();
    rounds.delete(oldest);
  }
  return answering;
}

function answers(solved: SolvedMarket, over: () => void): Answering {
  const waiting = new Map<number, { resolve(forced: Forced): void; reject(fault: Error): void }>();
  let worker: ReturnType<typeof startThread> | undefined;
  let [last, idle]: [number, ReturnType<typeof setTimeout> | undefined] = [0, undefined];
  const end = (fault = new Error('The thread of a round ended.')) => {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    over();
    void ended?.terminate();
    for (const { reject } of waiting.values()) reject(fault);
    waiting.clear();
  };
  const begin = () => {
    const begun = startThread({ role: 'questions', solved });
    begun.on('message', ({ id, forced }: { id: number; forced: Forced }) => {
      waiting.get(id)?.resolve(forced);
      waiting.delete(id);
      if (waiting.size === 0) begun.unref();
    });
    begun.on('error', end);
    return begun;
  };
  return {
    solved,
    end: () => end(),
    ask(seeker, supporter) {
      clearTimeout(idle);
      idle = setTimeout(end, READY_MS).unref();
      worker ??= begin();
      worker.ref();
      const question: ForceQuestion = { id: (last += 1), seeker, supporter };
      worker.postMessage(question);
      return new Promise((resolve, reject) => waiting.set(question.id, { resolve, reject }));
    },
  };
}
