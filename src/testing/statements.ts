import { PostgresQueryCompiler } from 'kysely';
import type { House } from '../platform/house.ts';

/** The same house; every statement that it runs from now on is put into `seen` as well, in order. */
export function noting(house: House, seen: string[]): House {
  const within: typeof house.db.within = (how, work) => house.db.within(how, (db) => work(db.withPlugin({
    transformQuery({ node, queryId }) {
      seen.push(new PostgresQueryCompiler().compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: async ({ result }) => result,
  }) as typeof db));
  return { ...house, db: { ...house.db, within } };
}
