import type { Inside } from '../../platform/inside.ts';
import { absent } from '../../platform/outcome.ts';
import type { Here } from '../people/index.ts';
import { generationsOf, keyInUse } from './steps.ts';
import { keyName, keysFor, openLine, sealLine } from './words.ts';

/** Where sealed words stand: they open only there. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** Words of one author that stand beside a conversation's messages: a line of the agreement, a remark, where to meet. */
export interface WordsBeside {
  readonly key: string | null;
  readonly place: Place;
  readonly sealed: Uint8Array | null;
}

/** Seals words of one author in a conversation, under their key in use. @throws Absent when this session has no leave to write there. */
export async function sealWordsBeside(inside: Inside, conversation: string, author: string, place: Place, words: string): Promise<{ key: string; words: Buffer }> {
  // Nobody moves on to the next key (own words taken back) between choosing this one and writing under it.
  await inside.db.selectFrom('conversation').select('id').where('org_id', '=', inside.org).where('id', '=', conversation).forShare().execute();
  const of = { author, ...(await keyInUse(inside, conversation, author)) };
  const key = (await keysFor(inside.scene, conversation, [of])).get(keyName(of)) ?? absent();
  return { key: of.id, words: sealLine(inside.scene, key, place, words) };
}

/** Opens words beside a conversation with one call to the keyring, in the order given. Empty where there are none, or where the key is gone. */
export async function openWordsBeside(here: Here, conversation: string, all: readonly WordsBeside[]): Promise<readonly string[]> {
  const generations = await generationsOf(here, all.flatMap(({ key }) => key ?? []));
  const keys = await keysFor(here.scene, conversation, [...generations.values()]);
  return all.map(({ key, place, sealed }) => {
    const of = generations.get(key ?? '');
    return openLine(here.scene, of && keys.get(keyName(of)), place, sealed);
  });
}
