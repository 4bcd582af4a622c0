/** The best choice of groups that share nobody: proved by prices, found by branching. */
import { type Choice, improve } from './improve.ts';
import { type Packing, pricesOf } from './prices.ts';

/** Chosen groups by number, what they are worth, and the most that any choice could be worth. */
export interface Packed {
  readonly chosen: readonly number[];
  readonly worth: number;
  readonly bound: number;
  /** No choice is worth more. */
  readonly proved: boolean;
}

/**
 * Branches on the person who is left with the fewest groups: one of those groups, or none. A branch is dropped when the prices
 * of everybody still free say that it cannot beat the best so far. Groups that the first prices rule out are dropped before.
 * `first` is a choice to beat; it is improved for `tries` before branching. Worths are whole numbers. Stops after so many
 * branches and then says that nothing was proved.
 */
export function pack(packing: Packing, first: Choice, { branches, tries, seed }: { branches: number; tries: number; seed: number }): Packed {
  const price = pricesOf(packing), all = price.reduce((a, b) => a + b, 0) + price[packing.people] * (packing.rooms - 1), bound = Math.floor(all + 1e-3);
  const start = bound <= first.worth ? first : improve(packing, price, first, tries, seed);
  if (bound <= start.worth) return { ...start, bound: start.worth, proved: true };
  const branch = new Branch(packing, price, start, all - start.worth, branches);
  branch.down(0, all);
  return { chosen: branch.best, worth: branch.worth, bound: branch.stopped ? bound : branch.worth, proved: !branch.stopped };
}

class Branch {
  best: readonly number[];
  worth: number;
  stopped = false;
  private left: number;
  private readonly packing: Packing;
  private readonly price: Float64Array;
  private readonly of: readonly (readonly number[])[];
  private readonly taken: Uint8Array;
  private readonly picked: number[] = [];

  constructor(packing: Packing, price: Float64Array, start: Choice, room: number, most: number) {
    this.packing = packing;
    this.price = price;
    this.best = start.chosen;
    this.worth = start.worth;
    this.left = most;
    this.taken = new Uint8Array(packing.people);
    this.of = this.groupsOfPeople(room);
  }

  /** Groups by person, those that lose least against the prices first. A group that alone loses all there is to win is left out. */
  private groupsOfPeople(room: number): number[][] {
    const { people, size, count, members, worth } = this.packing, of = Array.from({ length: people }, () => [] as number[]), loss = new Float64Array(count);
    for (let g = 0; g < count; g++) {
      loss[g] = this.price[people] - worth[g];
      for (let x = 0; x < size; x++) loss[g] += this.price[members[g * size + x]];
      if (loss[g] < room - 1 + 1e-3) for (let x = 0; x < size; x++) of[members[g * size + x]].push(g);
    }
    for (const list of of) list.sort((a, b) => loss[a] - loss[b] || a - b);
    return of;
  }

  /** `free` is the price of everybody not yet decided about and of the rooms that are left. */
  down(worth: number, free: number): void {
    if (worth > this.worth) {
      this.worth = worth;
      this.best = [...this.picked];
    }
    if (this.stopped || Math.floor(worth + free + 1e-3) <= this.worth) return;
    if (--this.left < 0) { this.stopped = true; return; }
    const who = this.fewestChoices();
    if (who < 0) return;
    for (const g of this.of[who]) if (this.isFree(g)) this.tryGroup(g, worth, free);
    this.taken[who] = 1;
    this.down(worth, free - this.price[who]);
    this.taken[who] = 0;
  }

  private tryGroup(g: number, worth: number, free: number): void {
    const { size, members, people } = this.packing;
    let paid = this.price[people];
    for (let x = 0; x < size; x++) {
      this.taken[members[g * size + x]] = 1;
      paid += this.price[members[g * size + x]];
    }
    this.picked.push(g);
    this.down(worth + this.packing.worth[g], free - paid);
    this.picked.pop();
    for (let x = 0; x < size; x++) this.taken[members[g * size + x]] = 0;
  }

  private isFree(g: number): boolean {
    const { size, members } = this.packing;
    for (let x = 0; x < size; x++) if (this.taken[members[g * size + x]] === 1) return false;
    return true;
  }

  /** The free person with the fewest free groups, at least one; -1 when nobody has any. */
  private fewestChoices(): number {
    let who = -1, fewest = Infinity;
    for (let i = 0; i < this.of.length; i++) {
      if (this.taken[i] === 1 || this.of[i].length === 0) continue;
      let choices = 0;
      for (const g of this.of[i]) if (this.isFree(g) && ++choices >= fewest) break;
      if (choices > 0 && choices < fewest) { fewest = choices; who = i; }
    }
    return who;
  }
}
