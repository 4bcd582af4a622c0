/** Every group that is possible. The rules prune so hard that for a few dozen people this list is short. */
import { type Circle } from './circle.ts';
import { popcount, WEEK_WORDS } from '../people/hours.ts';

/** Possible groups, `size` numbers each, with the fit of each. */
export interface EveryGroup {
  readonly count: number;
  readonly members: Int32Array;
  readonly fit: Int32Array;
}

/** Lists every possible group, or nothing when there are more than `most`. */
export function everyGroup(circle: Circle, most: number): EveryGroup | undefined {
  const walk = new Walk(circle, most);
  return walk.down(0, 0, 0) ? { count: walk.fit.length, members: Int32Array.from(walk.members), fit: Int32Array.from(walk.fit) } : undefined;
}

/** One level of the walk for each member so far: what all of them share. */
class Walk {
  readonly members: number[] = [];
  readonly fit: number[] = [];
  private readonly circle: Circle;
  private readonly most: number;
  private readonly chosen: Int32Array;
  private readonly tongue: Uint32Array;
  private readonly week: Uint32Array;

  constructor(circle: Circle, most: number) {
    this.circle = circle;
    this.most = most;
    this.chosen = new Int32Array(circle.size);
    this.tongue = new Uint32Array((circle.size + 1) * circle.tongueWords).fill(0xffffffff);
    this.week = new Uint32Array((circle.size + 1) * circle.phases * WEEK_WORDS).fill(0xffffffff);
  }

  /** Adds everybody from `next` on who can still join. False when the list grew too long. */
  down(level: number, next: number, fit: number): boolean {
    const { circle, chosen } = this, n = circle.people.length;
    if (level === circle.size) {
      this.members.push(...chosen);
      this.fit.push(fit);
      return this.fit.length <= this.most;
    }
    for (let i = next; i <= n - (circle.size - level); i++) {
      const more = this.join(level, i);
      if (more < 0) continue;
      chosen[level] = i;
      if (!this.down(level + 1, i + 1, fit + more)) return false;
    }
    return true;
  }

  /** What the newcomer adds to the fit; -1 when the group would no longer be possible. */
  private join(level: number, i: number): number {
    const { apart, fit, people: { length: n } } = this.circle;
    let sum = 0;
    for (let x = 0; x < level; x++) {
      if (apart[this.chosen[x] * n + i] === 1) return -1;
      sum += fit[this.chosen[x] * n + i];
    }
    return this.shareTongue(level, i) && this.shareTime(level, i) ? sum : -1;
  }

  private shareTongue(level: number, i: number): boolean {
    const { tongue, tongueWords: words } = this.circle;
    let any = 0;
    for (let w = 0; w < words; w++) any |= this.tongue[(level + 1) * words + w] = this.tongue[level * words + w] & tongue[i * words + w];
    return any !== 0;
  }

  private shareTime(level: number, i: number): boolean {
    const { week, phases, quarters } = this.circle, span = phases * WEEK_WORDS;
    for (let k = 0; k < phases; k++) {
      let common = 0;
      for (let w = k * WEEK_WORDS; w < (k + 1) * WEEK_WORDS; w++) {
        const both = this.week[level * span + w] & week[i * span + w];
        this.week[(level + 1) * span + w] = both;
        if (both !== 0) common += popcount(both);
      }
      if (common < quarters) return false;
    }
    return true;
  }
}
