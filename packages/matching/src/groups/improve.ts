/**
 * Better choices among listed groups: put one group in, take out those it meets, fill up again, keep what is not worse
 * (ruin and recreate, Schrimpf and others 2000). Groups that lose little against the prices come first when filling up.
 */
import type { Packing } from './prices.ts';
import { splitmix } from './swaps.ts';

/** A choice of groups by number, and what they are worth. */
export interface Choice {
  readonly chosen: readonly number[];
  readonly worth: number;
}

/** The best choice after `tries`, never worse than `start`. Seeded, and measured in tries, so the same on every machine. */
export function improve(packing: Packing, price: Float64Array, start: Choice, tries: number, seed: number): Choice {
  const desk = new Desk(packing, price, start), random = splitmix(seed);
  if (packing.count === 0) return start;
  for (let t = 0; t < tries; t++) desk.attempt(Math.floor(random() ** 2 * packing.count), random);
  return desk.best;
}

class Desk {
  best: Choice;
  private readonly packing: Packing;
  /** Groups, those that lose least first. */
  private readonly order: Int32Array;
  private chosen: number[];
  private worth: number;
  private readonly holder: Int32Array;

  constructor(packing: Packing, price: Float64Array, start: Choice) {
    this.packing = packing;
    this.order = byLoss(packing, price);
    this.best = start;
    this.chosen = [...start.chosen];
    this.worth = start.worth;
    this.holder = new Int32Array(packing.people).fill(-1);
  }

  attempt(rank: number, random: () => number): void {
    const before = this.chosen, worth = this.worth, first = this.order[rank];
    this.lay([first, ...before.filter((g) => !this.meets(g, first) && random() > 0.1)]);
    this.fill(Math.floor(random() * 20));
    this.fill(0);
    if (this.worth > this.best.worth) this.best = { chosen: [...this.chosen], worth: this.worth };
    if (this.worth >= worth || random() < 0.02) return;
    this.chosen = before;
    this.worth = worth;
  }

  /** Adds every group that is free, in order from a place on. */
  private fill(from: number): void {
    for (let o = from; o < this.order.length && this.chosen.length < this.packing.rooms; o++) if (this.isFree(this.order[o])) this.add(this.order[o]);
  }

  private lay(groups: readonly number[]): void {
    this.holder.fill(-1);
    this.chosen = [];
    this.worth = 0;
    for (const g of groups) this.add(g);
  }

  private add(g: number): void {
    const { size, members, worth } = this.packing;
    for (let x = 0; x < size; x++) this.holder[members[g * size + x]] = g;
    this.chosen.push(g);
    this.worth += worth[g];
  }

  private isFree(g: number): boolean {
    const { size, members } = this.packing;
    for (let x = 0; x < size; x++) if (this.holder[members[g * size + x]] >= 0) return false;
    return true;
  }

  private meets(a: number, b: number): boolean {
    const { size, members } = this.packing;
    for (let x = 0; x < size; x++) for (let y = 0; y < size; y++) if (members[a * size + x] === members[b * size + y]) return true;
    return false;
  }
}

function byLoss({ people, count, size, members, worth }: Packing, price: Float64Array): Int32Array {
  const loss = new Float64Array(count);
  for (let g = 0; g < count; g++) {
    loss[g] = price[people] - worth[g];
    for (let x = 0; x < size; x++) loss[g] += price[members[g * size + x]];
  }
  return new Int32Array(count).map((_, g) => g).sort((a, b) => loss[a] - loss[b] || a - b);
}
