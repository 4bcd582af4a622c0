import { pagedRows } from '../../web/paging.ts';
import type { Visit } from '../../web/visit.ts';

const SIZE = 25;

/** Where a list by time goes on, as the desk's views take it. `list` names the list with what its rows depend on. */
export function fromList(visit: Visit, list: string): { limit: number; backwards: boolean; after?: { at: Date; id: string } } {
  const cursor = visit.cursor(list);
  const [at, id] = cursor?.key ?? [];
  const after = typeof at === 'string' && typeof id === 'string' ? { at: new Date(at), id } : undefined;
  return { limit: SIZE + 1, backwards: cursor?.towards === 'previous', ...(after && { after }) };
}

/** A page of such a list, with the addresses of the next and the previous one. */
export function pageOf<Row extends { readonly id: string }>(visit: Visit, list: string, read: readonly Row[], at: (row: Row) => Date): { readonly rows: readonly Row[]; readonly pages: { readonly next?: string; readonly previous?: string } } {
  const paged = pagedRows(read, SIZE, visit.cursor(list), (row) => [at(row).toISOString(), row.id]);
  return { rows: paged.rows, pages: visit.pages(list, paged) };
}
