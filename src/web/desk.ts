import type { Context } from 'hono';
import type { Assets } from './assets.ts';
import type { First } from './first.ts';
import type { Limits } from './limits.ts';

/** What answering needs besides the arrival itself. */
export interface Desk {
  readonly assets: Assets;
  readonly limits: Limits;
  /** What stands first on pages of staff. */
  readonly firsts: readonly First[];
  exists(address: string): boolean;
  /** The mark that stands for the network a request came from. */
  networkOf(c: Context): string;
}
