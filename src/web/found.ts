import type { Download } from './download.ts';
import type { First } from './first.ts';
import type { Live } from './live.ts';
import type { Page } from './page.ts';

/** Everything that has an address of its own. */
export type Addressed = Page | Live | Download;

/**
 * Every page, live address and download below `src/pages`, found by its file's name when the site is built:
 * a new file needs no registration anywhere.
 */
export const foundPages: readonly Addressed[] = Object.values(
  import.meta.glob<Addressed>(['../pages/**/*.page.tsx', '../pages/**/*.live.ts', '../pages/**/*.live.tsx', '../pages/**/*.download.ts', '../pages/**/*.download.tsx'], {
    eager: true,
    import: 'default',
  }),
);

/** What stands first on pages of staff, found the same way. */
export const foundFirsts: readonly First[] = Object.values(import.meta.glob<First>('../pages/**/*.first.tsx', { eager: true, import: 'default' }));
