import { createHash } from 'node:crypto';
import { CompiledQuery, type Kysely } from 'kysely';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Tables } from '../platform/tables.ts';
import { type Counted, inMemory, type LimiterFor, type Limits, limits, ordinaryRates, type Rate } from './limits.ts';

/** What is counted for all nodes together: guessing, and what costs mail, calls or processor time. Pages are counted by each node: a count in the database would cost as much as the page. */
const TOGETHER: readonly Counted[] = ['sign-in/network', 'sign-in/person', 'costly/network', 'costly/person'];

/**
 * The limits of a site that several nodes serve: what could be guessed is counted in their database, so that trying on each node gains nothing.
 * While the database does not answer, each node counts for itself.
 */
export function limitsAcrossNodes(db: Kysely<Tables>, rates: Readonly<Record<Counted, Rate>> = ordinaryRates): Limits {
  const client = {
    async query({ text, values }: { text: string; values: unknown[] }) {
      const { rows } = await db.executeQuery(CompiledQuery.raw(text, values));
      return { rows, rowCount: rows.length };
    },
  };
  const together: LimiterFor = (what, rate) =>
    TOGETHER.includes(what)
      ? new RateLimiterPostgres({
          storeClient: client, storeType: 'client', schemaName: 'pace', tableName: 'counted', tableCreated: true, keyPrefix: what,
          points: rate.points, duration: rate.seconds, insuranceLimiter: inMemory(what, rate),
        })
      : inMemory(what, rate);
  const inner = limits(rates, together);
  // A key may hold a person's id; what stands in the database names nobody.
  return { count: (what, key) => inner.count(what, createHash('sha256').update(key).digest('base64url')) };
}
