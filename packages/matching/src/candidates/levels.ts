/**
 * Levels: the few different degrees of closeness that the many classes of a facet come to for one seeker. Which class is at
 * which level hangs on answers alone and can be remembered; what a level is worth hangs on the weights and is quickly said.
 */
import type { SupporterColumns } from './columns.ts';
import type { Facet } from './facets.ts';
import { type FastLevels, fastLevels } from './masks.ts';
import type { Seeker } from '../people/person.ts';
import type { Ratio } from '../people/taxonomy.ts';

/** The level of each class, and how near each level is. */
export interface Levels {
  readonly level: Uint16Array;
  readonly ratios: readonly Ratio[];
}

/** Levels of at most this many classes are remembered, this many of them. */
const REMEMBERED = 1024, REMEMBERED_LEVELS = 8192;

/** Finds and remembers levels over one set of columns. */
export class LevelFinder {
  private readonly columns: SupporterColumns;
  private readonly facets: readonly Facet[];
  private readonly fast: ReadonlyArray<FastLevels | undefined>;
  private readonly known = new Map<string, Levels>();

  constructor(columns: SupporterColumns, facets: readonly Facet[]) {
    this.columns = columns;
    this.facets = facets;
    this.fast = facets.map((facet, f) => fastLevels(facet, columns.facets[f].examples));
  }

  /** The levels of one slot for one seeker. They hold until the next seeker. */
  levelsOf(f: number, seeker: Seeker): Levels {
    const fast = this.fast[f]?.(seeker);
    if (fast) return fast;
    const facet = this.facets[f], { examples } = this.columns.facets[f], key = `${f} ${facet.seekerKey(seeker)}`, known = this.known.get(key);
    if (known) return known;
    const levels = byComparing(examples.map((example) => facet.near?.(seeker, example) ?? { num: 0, den: 1 }));
    if (this.known.size > REMEMBERED_LEVELS) this.known.clear();
    if (examples.length <= REMEMBERED) this.known.set(key, levels);
    return levels;
  }
}

/** At most 65,536 different degrees: answers of one facet do not come to more. */
function byComparing(near: readonly Ratio[]): Levels {
  const number = new Map<string, number>(), ratios: Ratio[] = [];
  const level = Uint16Array.from(near, ({ num, den }) => {
    const key = `${num}/${den}`, known = number.get(key);
    if (known !== undefined) return known;
    number.set(key, ratios.length);
    return ratios.push({ num, den }) - 1;
  });
  return { level, ratios };
}
