import { Readable } from 'node:stream';

/** A letter's bytes whose end waits for a yes. A server delivers nothing before it saw the end (RFC 5321, 4.1.1.4). */
export interface HeldBack {
  readonly stream: Readable;
  /**
   * What became of the end, once the handing over failed. `held`: it never went, and never will. `gone`: it went. `kept`: the answer was no.
   * @throws what the question threw.
   */
  ended(): Promise<'held' | 'gone' | 'kept'>;
}

/** Gives the bytes at once, and their end only after `mayEnd` says yes. `beforeAsking` runs when the bytes are through. */
export function heldBack(bytes: Buffer, mayEnd: () => Promise<boolean>, beforeAsking: () => void): HeldBack {
  let asked: Promise<boolean> | undefined;
  let over = false;
  let gone = false;
  async function* inTurn() {
    yield bytes;
    beforeAsking();
    if (over) throw new Error('The connection was lost before the end.');
    asked = mayEnd();
    if (!(await asked)) throw new Error('The letter is kept.');
    if (over) throw new Error('The connection was lost before the end.');
    gone = true;
  }
  return {
    stream: Readable.from(inTurn(), { objectMode: false }),
    async ended() {
      over = true;
      if (gone) return 'gone';
      // The answer may be on its way: only when it is here nobody writes to the row any more but we.
      return (await asked) === false ? 'kept' : 'held';
    },
  };
}
