import type { Looking } from '../../platform/view.ts';
import { type DisclosedMessage, type DisclosureWitness, hourOf, inTreeOrder, merkleProof, sameBytes } from '../../proof/index.ts';

/** What stands of some messages under signed anchors, as `verifyDisclosure` asks for it. */
export interface AnchoredTags {
  /** The messages, each of an anchored hour with the steps from its tag to that hour's root. */
  readonly messages: readonly DisclosedMessage[];
  readonly anchoredRoot: DisclosureWitness['anchoredRoot'];
}

/**
 * Puts messages under the anchors of their hours. A message whose hour is anchored and whose tag is not among that hour's tags gets steps that lead nowhere,
 * so that it is doubted: it was made up afterwards. One whose hour is not anchored yet stays without; within that hour a thief of the tag key could forge.
 */
export async function anchoredTags({ db, org }: Pick<Looking, 'db' | 'org'>, messages: readonly DisclosedMessage[]): Promise<AnchoredTags> {
  const roots = new Map<string, Buffer>();
  const leaves = new Map<string, readonly Uint8Array[]>();
  for (const hour of new Set(messages.map(({ mark }) => hourOf(mark.time)))) {
    const root = await rootOf({ db, org }, hour);
    if (root === undefined) continue;
    roots.set(hour, root ?? Buffer.alloc(0));
    const rows = await db.selectFrom('proof_tag').select('tag').where('org_id', '=', org).where('hour', '=', new Date(`${hour}:00:00Z`)).execute();
    leaves.set(hour, inTreeOrder(rows.map(({ tag }) => tag)));
  }
  return {
    messages: messages.map((message) => {
      const hour = hourOf(message.mark.time);
      const tags = leaves.get(hour);
      if (tags === undefined) return message;
      const at = tags.findIndex((tag) => sameBytes(tag, message.tag));
      return { ...message, underAnchor: { hour, steps: at < 0 ? [] : merkleProof(tags, at) } };
    }),
    anchoredRoot: async (hour) => roots.get(hour) ?? null,
  };
}

/**
 * The root signed for an hour; null when it is certain that nothing was said in it, because a later hour of the same chain is signed and hours are only ever
 * signed forwards; undefined when the hour has no signed anchor yet, or was not watched whole.
 */
async function rootOf({ db, org }: Pick<Looking, 'db' | 'org'>, hour: string): Promise<Buffer | null | undefined> {
  const row = await db
    .selectFrom('trail_anchor as body')
    .innerJoin('trail_anchor_signature as signed', (join) => join.onRef('signed.org_id', '=', 'body.org_id').onRef('signed.chain', '=', 'body.chain').onRef('signed.hour', '=', 'body.hour'))
    .innerJoin('trail_chain as chain', (join) => join.onRef('chain.org_id', '=', 'body.org_id').onRef('chain.chain', '=', 'body.chain'))
    .select(['body.hour', 'body.tags_root'])
    .where('body.org_id', '=', org)
    .where('body.hour', '>=', hour)
    .where('chain.begun_at', '<', new Date(`${hour}:00:00Z`))
    .orderBy('body.hour')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return row.hour === hour ? row.tags_root : null;
}
