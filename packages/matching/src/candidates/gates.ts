/**
 * Rules about answers as bit maps. Few seekers differ in what such a rule looks at, so the rows it leaves open are worked
 * out once for each way to differ and then laid over the others, 32 people at a time.
 */
import { mark, wordsFor } from './bitmap.ts';
import type { SupporterColumns } from './columns.ts';
import type { Facet } from './facets.ts';
import type { Seeker } from '../people/person.ts';

/** Memory for remembered bit maps: this many 32-bit words. */
const REMEMBERED_WORDS = 1 << 24;

/** Rows that the rules of a programme leave open to each seeker. */
export class Gates {
  private readonly columns: SupporterColumns;
  private readonly facets: readonly Facet[];
  private readonly keys: ReadonlyArray<(seeker: Seeker) => string>;
  private readonly known = new Map<string, Uint32Array>();

  constructor(columns: SupporterColumns, facets: readonly Facet[]) {
    this.columns = columns;
    this.facets = facets;
    this.keys = facets.map((facet, f) => facet.seekerKeyAmong?.(columns.facets[f].examples) ?? facet.seekerKey);
  }

  /** One bit map for each rule. */
  openFor(seeker: Seeker): Uint32Array[] {
    const { gates, lead } = this.columns, open: Uint32Array[] = [];
    for (let f = gates; f < lead; f++) open.push(this.openUnder(f, seeker));
    return open;
  }

  /** The rows that one rule, by slot, leaves open. */
  openUnder(f: number, seeker: Seeker): Uint32Array {
    const facet = this.facets[f], key = `${f} ${this.keys[f](seeker)}`, known = this.known.get(key);
    if (known) return known;
    const { rows, facets, classes } = this.columns, F = facets.length, bits = new Uint32Array(wordsFor(rows));
    const open = Uint8Array.from(facets[f].examples, (example) => (facet.closes?.(seeker, example) ? 0 : 1));
    for (let row = 0; row < rows; row++) if (open[classes[row * F + f]] === 1) mark(bits, row);
    if ((this.known.size + 1) * bits.length > REMEMBERED_WORDS) this.known.clear();
    this.known.set(key, bits);
    return bits;
  }
}
