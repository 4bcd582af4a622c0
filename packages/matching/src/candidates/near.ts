/**
 * Who is near in the two heaviest criteria that blocks do not already share, as bit maps. In a block whose people need those
 * points to enter at all, everybody far is left out 32 at a time before a row is read.
 */
import { mark, wordsFor } from './bitmap.ts';
import type { SupporterColumns } from './columns.ts';
import type { Facet } from './facets.ts';
import type { Levels } from './levels.ts';
import type { Seeker } from '../people/person.ts';
import type { Ratio } from '../people/taxonomy.ts';

/** The most rows for which the maps are worth their memory, and that memory in 32-bit words. */
const MOST_ROWS = 1 << 17, REMEMBERED_WORDS = 1 << 23;

/** A closeness below a quarter is far. Silence is half, so it is near. */
export function isFar({ num, den }: Ratio): boolean {
  return 4 * num < den;
}

/** Finds and remembers near rows over one set of columns. */
export class NearFinder {
  private readonly columns: SupporterColumns;
  private readonly facets: readonly Facet[];
  private readonly known = new Map<string, Uint32Array>();

  constructor(columns: SupporterColumns, facets: readonly Facet[]) {
    this.columns = columns;
    this.facets = facets;
  }

  /** Rows near this seeker in the first two slots. Nothing when there are too many rows, or fewer criteria. */
  nearRows(seeker: Seeker, levels: readonly Levels[]): readonly Uint32Array[] | undefined {
    const { rows, gates } = this.columns;
    return rows > MOST_ROWS || gates < 2 ? undefined : [this.bitsOf(0, seeker, levels[0]), this.bitsOf(1, seeker, levels[1])];
  }

  private bitsOf(f: number, seeker: Seeker, { level, ratios }: Levels): Uint32Array {
    const key = `${f} ${this.facets[f].seekerKey(seeker)}`, known = this.known.get(key);
    if (known) return known;
    const { rows, heads } = this.columns, bits = new Uint32Array(wordsFor(rows)), far = Uint8Array.from(ratios, (r) => (isFar(r) ? 1 : 0));
    for (let row = 0; row < rows; row++) if (far[level[heads[2 * row + f]]] === 0) mark(bits, row);
    if ((this.known.size + 1) * bits.length > REMEMBERED_WORDS) this.known.clear();
    this.known.set(key, bits);
    return bits;
  }
}
