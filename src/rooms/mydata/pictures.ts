import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { KeyringUnavailable } from '../../keyring/keyring.ts';
import { Absent } from '../../platform/outcome.ts';
import type { Scene } from '../../platform/scene.ts';
import { type Looking, view } from '../../platform/view.ts';
import { pictureToKeep } from '../conversations/index.ts';
import { mayChangeWaysIn } from '../people/index.ts';

/** Conversations that one can read now, in the order in which one's copy counts them. */
export async function conversationsOf({ db, org, person }: Looking): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select m.conversation_id::text as id from conversation_member m join conversation c on c.org_id = m.org_id and c.id = m.conversation_id
    where m.org_id = ${org} and m.person_id = ${person()} and m.left_seq is null and c.shredded_at is null order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

/** The name of a picture's file in the copy, by which its message names it too. */
export function pictureFile(conversation: number, seq: number): string {
  return `pictures/${conversation}-${seq}.webp`;
}

/** A picture of one's copy, ready as a file. */
export interface PictureKept {
  readonly name: string;
  readonly bytes: Buffer;
}

/** One picture after the other, so that never two are in memory. `place` is `conversation/seq`. */
const pictureAfter = view({
  name: 'mydata.picture',
  input: z.object({ after: z.string().max(100).optional() }),
  wall: 'member',
  may: async (looking) => looking.actor.kind === 'person' && (await mayChangeWaysIn(looking)) === 'yes',
  async load(looking, { after }): Promise<{ readonly place: string | undefined; readonly kept: PictureKept | undefined }> {
    const [conversation = '', seq = '0'] = after?.split('/') ?? [];
    const { rows: [row] } = await sql<{ conversation: string; seq: number; id: string }>`select a.conversation_id::text as conversation, a.seq, a.id from attachment a
      where a.org_id = ${looking.org} and (a.conversation_id::text, a.seq) > (${conversation}, ${Number(seq)}) order by 1, 2 limit 1`.execute(looking.db);
    if (row === undefined) return { place: undefined, kept: undefined };
    const place = `${row.conversation}/${row.seq}`;
    const number = (await conversationsOf(looking)).indexOf(row.conversation) + 1;
    const opened = await pictureToKeep(looking, row.conversation, row.id).catch((fault: unknown) => (fault instanceof Absent ? undefined : Promise.reject(fault)));
    return { place, kept: opened === undefined || number === 0 ? undefined : { name: pictureFile(number, row.seq), bytes: opened.bytes } };
  },
});

/** Every picture one can see now, in order, each in a transaction of its own. */
export async function* myPictures(scene: Scene): AsyncGenerator<PictureKept> {
  for (let after: string | undefined; ; ) {
    const { place, kept } = await patiently(() => pictureAfter(scene, { ...(after !== undefined && { after }) }));
    if (kept !== undefined) yield kept;
    if (place === undefined) return;
    after = place;
  }
}

/** The keyring gives out some hundreds of keys a minute; whoever has more pictures than that waits a little instead of getting half a file. */
async function patiently<T>(look: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await look();
    } catch (fault) {
      if (!(fault instanceof KeyringUnavailable) || tries >= 5) throw fault;
      await sleep(1000);
    }
  }
}
