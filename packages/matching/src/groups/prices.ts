/**
 * A price for every person, and one for every group as such (there are at most `rooms`), so that each possible group
 * costs at least what it is worth. No choice of groups can then be worth more than all prices together, nor any choice among
 * some people and rooms more than theirs: the bound that proves a choice best. Prices come from the linear programme of the packing (revised simplex, Dantzig 1953,
 * with Bland's rule after stalls), and are then raised until they truly cover every group, so rounding cannot break the proof.
 */

/** Groups as numbers of people, `size` each, and what each is worth. */
export interface Packing {
  readonly people: number;
  readonly size: number;
  /** How many groups there can be at most: everybody divided by the size. */
  readonly rooms: number;
  readonly count: number;
  readonly members: Int32Array;
  readonly worth: Float64Array;
}

const TINY = 1e-7;

/** Prices of all people, and last the price of a room. `most` limits the pivots; stopping early gives a looser bound, never a wrong one. */
export function pricesOf(packing: Packing, most = 4000): Float64Array {
  const { people, size, count, members, worth } = packing, n = people + 1, inverse = new Float64Array(n * n), value = new Float64Array(n).fill(1), price = new Float64Array(n), basis = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) inverse[i * n + i] = 1;
  value[people] = packing.rooms;
  const inBasisWorth = new Float64Array(n), scale = worth.reduce((a, b) => Math.max(a, b), 1), column = new Float64Array(n);
  let stalls = 0;
  for (let pivot = 0; pivot < most; pivot++) {
    const enter = entering(packing, price, scale * TINY, stalls > 50);
    if (enter === undefined) break;
    for (let r = 0; r < n; r++) {
      let v = inverse[r * n + (enter < count ? people : enter - count)];
      if (enter < count) for (let x = 0; x < size; x++) v += inverse[r * n + members[enter * size + x]];
      column[r] = v;
    }
    const leave = leaving(column, value, basis);
    if (leave < 0) break;
    stalls = value[leave] < TINY ? stalls + 1 : 0;
    exchange(inverse, value, column, leave);
    basis[leave] = enter;
    inBasisWorth[leave] = enter < count ? worth[enter] : 0;
    for (let i = 0; i < n; i++) {
      let p = 0;
      for (let r = 0; r < n; r++) p += inBasisWorth[r] * inverse[r * n + i];
      price[i] = p;
    }
  }
  return covering(packing, price);
}

/** The group worth most above its price, or the first such one when the method stalls; beyond the groups, a person or the room whose price is below zero. */
function entering({ count, size, members, worth, people }: Packing, price: Float64Array, least: number, first: boolean): number | undefined {
  let best = least, found: number | undefined;
  for (let g = 0; g < count; g++) {
    let gain = worth[g] - price[people];
    for (let x = 0; x < size; x++) gain -= price[members[g * size + x]];
    if (gain > best) { if (first) return g; best = gain; found = g; }
  }
  for (let i = 0; i <= people; i++) if (-price[i] > best) { if (first) return count + i; best = -price[i]; found = count + i; }
  return found;
}

function leaving(column: Float64Array, value: Float64Array, basis: Int32Array): number {
  let leave = -1, ratio = Infinity;
  for (let r = 0; r < column.length; r++) {
    if (column[r] <= 1e-9) continue;
    const here = value[r] / column[r];
    if (here < ratio - 1e-12 || (here < ratio + 1e-12 && leave >= 0 && basis[r] < basis[leave])) { ratio = here; leave = r; }
  }
  return leave;
}

function exchange(inverse: Float64Array, value: Float64Array, column: Float64Array, leave: number): void {
  const n = value.length, pivot = column[leave];
  for (let i = 0; i < n; i++) inverse[leave * n + i] /= pivot;
  value[leave] /= pivot;
  for (let r = 0; r < n; r++) {
    const by = column[r];
    if (r === leave || by === 0) continue;
    for (let i = 0; i < n; i++) inverse[r * n + i] -= by * inverse[leave * n + i];
    value[r] = Math.max(0, value[r] - by * value[leave]);
  }
}

/** Raises prices, group by group where one is short, until every group is covered. */
function covering({ people, count, size, members, worth }: Packing, price: Float64Array): Float64Array {
  const out = price.map((p) => Math.max(0, p));
  for (let g = 0; g < count; g++) {
    let short = worth[g] - out[people];
    for (let x = 0; x < size; x++) short -= out[members[g * size + x]];
    if (short > 0) for (let x = 0; x < size; x++) out[members[g * size + x]] += short / size + Number.EPSILON * worth[g];
  }
  return out;
}
