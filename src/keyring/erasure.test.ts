import { cp, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  commit, type DataKey, type DisclosedMessage, encodePayload, type Mark, newCommitmentKey, openEnvelope, openValue, packInner,
  sealedWith, sealEnvelope, sealValue, unpackInner, verifyDisclosure,
} from '../proof/index.ts';
import type { Keyring } from './keyring.ts';
import { membershipTable } from './membership-table.ts';
import { openKeyringHere } from './open-here.ts';
import { keyIdOf, type KeyPlace, valueKey, wordsKey } from './place.ts';
import { cast, noon, seat, spareDirectory } from './testing.ts';

/** What a content backup holds of a message: everything but the key. */
interface Row {
  readonly mark: Mark;
  readonly envelope: Buffer;
  readonly tag: Uint8Array;
  readonly tagKeyId: string;
}

const seats = () => {
  const table = membershipTable();
  seat(table);
  return table;
};
const openAt = (directory: string) => openKeyringHere({ directory, membership: seats(), now: () => noon });

async function keyOf(keyring: Keyring, session: string | null, ask: KeyPlace | string): Promise<DataKey> {
  const [answer] = await keyring.unwrap(session, [ask]);
  if (answer?.ok !== true) throw new Error(answer?.why ?? 'no answer');
  return answer.key;
}

async function say(keyring: Keyring, who: 'amina' | 'ben', seq: number, body: string, previous: Uint8Array | null): Promise<Row> {
  const payload = encodePayload({ v: 1, conversation: cast.talk, author: cast[who], clientMessageId: `${seq}`, body, attachments: [], replyTo: null });
  const kf = newCommitmentKey();
  const mark = { conversation: cast.talk, author: cast[who], seq, time: noon + seq, commitment: commit(kf, payload), previous };
  const [proof] = await keyring.tag(`s-${who}`, [mark]);
  if (proof?.ok !== true) throw new Error('no tag');
  const key = await keyOf(keyring, `s-${who}`, wordsKey(cast.talk, cast[who]));
  return { mark, envelope: sealEnvelope(key, mark, packInner({ kf, payload })), tag: proof.tag, tagKeyId: proof.tagKeyId };
}

async function read(keyring: Keyring, row: Row): Promise<{ payload: Buffer; kf: Buffer }> {
  return unpackInner(openEnvelope(await keyOf(keyring, 's-ben', sealedWith(row.envelope)), row.mark, row.envelope));
}

describe('an erasure', () => {
  it('holds against old backups, leaves the others’ words, and leaves what was disclosed provable', async () => {
    const spare = await spareDirectory();
    const keyring = await openAt(`${spare.path}/keyring`);
    const first = await say(keyring, 'amina', 1, 'words of Amina', null);
    const second = await say(keyring, 'ben', 2, 'words of Ben', first.mark.commitment);
    const contentBackup = [first, second];
    const telephoneAt = { org: cast.org, table: 'person', column: 'telephone', row: cast.amina };
    const telephone = sealValue(await keyOf(keyring, null, valueKey(cast.org, cast.amina)), telephoneAt, '07700 900123');
    const disclosed: DisclosedMessage[] = await Promise.all(contentBackup.map(async (row) => ({ ...row, ...(await read(keyring, row)) })));
    await cp(`${spare.path}/keyring/store`, `${spare.path}/old/store`, { recursive: true });

    await keyring.destroy('s-amina', { kind: 'author', author: cast.amina });
    await keyring.destroy('s-amina', { kind: 'person', org: cast.org, person: cast.amina });

    // (a) old content backup and the keyring as it is now
    await expect(read(keyring, first)).rejects.toThrow('destroyed');
    await expect(keyOf(keyring, null, valueKey(cast.org, cast.amina))).rejects.toThrow('destroyed');
    expect((await read(keyring, second)).payload.toString('utf8')).toContain('words of Ben');
    // what was shown before stays provable: no ciphertext, no data key
    const verdict = await verifyDisclosure(disclosed, { tagsHold: (messages) => keyring.verify(messages), anchoredRoot: async () => null });
    expect(verdict).toMatchObject({ genuine: true, adjacent: [[1, 2]] });
    await keyring.close();

    // (b) old content backup, an old copy of the wraps, and every key-encryption key that can still be had
    await cp(`${spare.path}/keyring/kek`, `${spare.path}/old/kek`, { recursive: true });
    await rm(`${spare.path}/old/store/lock`);
    await expect(openAt(`${spare.path}/old`)).rejects.toThrow('was destroyed or is missing');

    // and a key made anew for the same person does not open what was sealed before
    const later = await openAt(`${spare.path}/keyring`);
    const next = await keyOf(later, null, valueKey(cast.org, cast.amina, 2));
    expect(() => openValue({ ...next, id: keyIdOf(valueKey(cast.org, cast.amina)) }, telephoneAt, telephone)).toThrow('changed or stand in another place');
    await later.close();
    await spare.remove();
  });
});
