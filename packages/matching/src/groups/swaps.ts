/**
 * Groups by patient swaps (simulated annealing, Kirkpatrick, Gelatt and Vecchi 1983): the way for more people than can be proved, and a
 * good start for a proof. The effort is a number of swaps, never a time, so that the same seed gives the same groups on any machine.
 */
import { type Circle, groupFit } from './circle.ts';

/** Groups as lists of people, by place in the circle. */
export type Seating = readonly (readonly number[])[];

/** Good groups after `swaps` tries. */
export function bySwaps(circle: Circle, swaps: number, seed: number): Seating {
  const { size, people: { length: n } } = circle, groups = Math.floor(n / size);
  if (groups === 0) return [];
  const table = new Table(circle, groups), random = splitmix(seed), hot = size * size * 500, cold = size * 10;
  for (let move = 0; move < swaps; move++) {
    const a = Math.floor(random() * groups * size), b = Math.floor(random() * n);
    table.trySwap(a, b, hot * (cold / hot) ** (move / swaps), random);
  }
  return table.bestGroups();
}

/** Everybody on a seat: group by group, then those who wait. A group whose members cannot be together counts for less than half of one. */
class Table {
  private readonly circle: Circle;
  private readonly seats: Int32Array;
  private readonly value: Float64Array;
  private readonly bonus: number;
  private best = -1;
  private bestSeats: Int32Array;

  constructor(circle: Circle, groups: number) {
    this.circle = circle;
    this.bonus = circle.size * circle.size * 5000;
    this.seats = nearTogether(circle);
    this.bestSeats = this.seats.slice();
    this.value = Float64Array.from({ length: groups }, (_, g) => this.valueOf(g));
    this.keep();
  }

  private valueOf(g: number): number {
    const fit = groupFit(this.circle, this.seats, g * this.circle.size);
    return fit < 0 ? this.bonus * this.promise(g) : this.bonus + fit;
  }

  /** Below a half: the nearer every two members are to being possible together, the more it is worth going on here. */
  private promise(g: number): number {
    const { circle: { size, apart, people: { length: n } }, seats } = this;
    let together = 0;
    for (let x = 0; x < size; x++) for (let y = 0; y < x; y++) together += 1 - apart[seats[g * size + x] * n + seats[g * size + y]];
    return 0.45 * ((2 * together) / (size * (size - 1))) ** 2;
  }

  private keep(): void {
    const real = this.value.reduce((sum, v) => sum + (v >= this.bonus ? v : 0), 0);
    if (real <= this.best) return;
    this.best = real;
    this.bestSeats.set(this.seats);
  }

  trySwap(a: number, b: number, heat: number, random: () => number): void {
    const { size } = this.circle, { seats, value } = this, ga = Math.floor(a / size), gb = Math.floor(b / size), inGroup = gb < value.length;
    if (ga === gb) return;
    swap(seats, a, b);
    const va = this.valueOf(ga), vb = inGroup ? this.valueOf(gb) : 0, gain = va - value[ga] + (inGroup ? vb - value[gb] : 0);
    if (gain < 0 && random() >= Math.exp(gain / heat)) return swap(seats, a, b);
    value[ga] = va;
    if (inGroup) value[gb] = vb;
    if (va >= this.bonus || vb >= this.bonus) this.keep();
  }

  bestGroups(): Seating {
    const { size } = this.circle, out: number[][] = [];
    for (let g = 0; g < this.value.length; g++) if (groupFit(this.circle, this.bestSeats, g * size) >= 0) out.push([...this.bestSeats.subarray(g * size, (g + 1) * size)].sort((x, y) => x - y));
    return out;
  }
}

function swap(seats: Int32Array, a: number, b: number): void {
  const kept = seats[a];
  seats[a] = seats[b];
  seats[b] = kept;
}

/** A first seating in which neighbours share a language and a part of the week. */
function nearTogether({ people, tongue, tongueWords, week, phases }: Circle): Int32Array {
  const rarest = (i: number) => 31 - Math.clz32(tongue[i * tongueWords]), span = phases * 21;
  const firstFree = (i: number) => week.subarray(i * span, i * span + 21).findIndex((w) => w !== 0);
  return Int32Array.from(people.keys()).sort((a, b) => rarest(b) - rarest(a) || firstFree(a) - firstFree(b) || a - b);
}

/** Splitmix32 (Steele, Lea and Flood 2014): uniform in [0, 1), the same on every machine. */
export function splitmix(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x9e3779b9) | 0;
    let t = Math.imul(a ^ (a >>> 16), 0x21f0aaad);
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
    return ((t ^ (t >>> 15)) >>> 0) / 4294967296;
  };
}
