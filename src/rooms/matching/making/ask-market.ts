import type { ForcedPair } from '@companionway/matching';
import type { House } from '../../../platform/house.ts';
import type { Here } from '../../people/index.ts';
import { opened, type SolvedMarket } from './market-bytes.ts';
import { startThread } from './start-thread.ts';
import type { ForceQuestion } from './thread.ts';

/** How long a round stays ready for the next question, in milliseconds. */
const READY_MS = 60_000;
/** Rounds that stay ready at once, in one house. */
const MOST_READY = 2;

/** A market that can be asked. */
interface Answering {
  readonly solved: SolvedMarket;
  /** Stays ready for a while from now on. */
  stay(): void;
  /** Whether somebody waits for an answer. */
  atWork(): boolean;
  ask(seeker: number, supporter: number): Promise<ForcedPair>;
  end(): void;
}

/** Rounds that are ready for questions, the one asked last at the end. Kept with their house and gone with it. */
const ready = new WeakMap<House, Map<string, Answering>>();

/**
 * The market of a round as it was solved, by numbers, with the question "what if these two?" answered in a thread, so that no page waits behind a solver.
 * Undefined when somebody in it left since. It is read once and stays ready for a while; whether it may still be looked at is asked each time.
 */
export async function marketOf(here: Here, round: string): Promise<Answering | undefined> {
  const { house } = here.scene;
  const rounds = ready.get(house) ?? new Map<string, Answering>();
  ready.set(house, rounds);
  const kept = here.db.selectFrom('matching_round_market').where('org_id', '=', here.org).where('round_id', '=', round);
  if ((await kept.select('round_id').executeTakeFirst()) === undefined) {
    rounds.get(round)?.end();
    return undefined;
  }
  if (!rounds.has(round)) {
    const row = await kept.select('bytes').executeTakeFirst();
    const solved = row && (await opened(row.bytes));
    // Of two who ask at once, the first one's stays.
    if (solved !== undefined && !rounds.has(round)) rounds.set(round, answers(solved, () => rounds.delete(round)));
  }
  const answering = rounds.get(round);
  if (answering === undefined) return undefined;
  rounds.delete(round);
  rounds.set(round, answering);
  answering.stay();
  for (const one of [...rounds.values()].slice(0, -MOST_READY)) if (!one.atWork()) one.end();
  return answering;
}

function answers(solved: SolvedMarket, over: () => void): Answering {
  const waiting = new Map<number, { resolve(forced: ForcedPair): void; reject(fault: Error): void }>();
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
    begun.on('message', ({ id, forced }: { id: number; forced: ForcedPair }) => {
      waiting.get(id)?.resolve(forced);
      waiting.delete(id);
      if (waiting.size === 0) begun.unref();
    });
    begun.on('error', end);
    return begun;
  };
  const stay = () => {
    clearTimeout(idle);
    idle = setTimeout(end, READY_MS).unref();
  };
  return {
    solved,
    stay,
    atWork: () => waiting.size > 0,
    end: () => end(),
    ask(seeker, supporter) {
      stay();
      worker ??= begin();
      worker.ref();
      const question: ForceQuestion = { id: (last += 1), seeker, supporter };
      worker.postMessage(question);
      return new Promise((resolve, reject) => waiting.set(question.id, { resolve, reject }));
    },
  };
}
