import { Link } from './link.tsx';
import type { FurnitureWords } from './words.ts';

/** Next and previous, without numbers: lists are walked by key, so nobody counts and nothing is skipped when a row is added. */
export function Pager({ previous, next, words }: { previous?: string | undefined; next?: string | undefined; words: FurnitureWords }) {
  if (previous === undefined && next === undefined) return null;
  return (
    <nav class="row between pager" aria-label={words.pages}>
      {previous === undefined ? <span /> : <Link to={previous} class="quiet">{words.previous}</Link>}
      {next !== undefined && <Link to={next} class="quiet">{words.next}</Link>}
    </nav>
  );
}
