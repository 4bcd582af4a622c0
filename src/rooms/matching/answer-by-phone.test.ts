import { expect, test } from 'vitest';
import { testTown } from '../../testing/town.ts';
import { askForSupport, becomeSupporter, value } from '../../testing/walking.ts';
import { agreement, noteSpokenYes, sayYesToAll } from '../agreements/index.ts';
import { conversation } from '../conversations/index.ts';
import { conductMissing, recordConduct } from '../safety/index.ts';
import { answerByPhone, toReadAloud } from './answer-by-phone.ts';
import { answerProposal } from './answer-proposal.ts';
import { proposeMatch } from './propose-match.ts';

test('Somebody with a telephone only hears an introduction read aloud, says yes, and the agreement is read to them; whoever can answer themselves must', async () => {
  const town = await testTown();
  const request = await askForSupport(town, 'Farid');
  const standing = await becomeSupporter(town, 'Ben', { words: 'I am Ben, and I cared for my son.' });
  const [chidi, ben, hana] = [await town.as('Chidi'), await town.as('Ben'), await town.as('Hana')];
  const { proposal } = value(await proposeMatch(chidi, { request, supporter: standing }));
  const yes = { proposal, answer: 'yes', spoke: true };

  // Ben's turn: he reads and answers here, so nobody answers for him, and nobody reads Farid's words over his shoulder.
  await expect(toReadAloud(chidi, { proposal })).rejects.toThrow('absent');
  expect(await answerByPhone(chidi, yes)).toMatchObject({ kind: 'refused', code: 'answers-themselves' });
  value(await answerProposal(ben, { proposal, answer: 'yes' }));

  const aloud = await toReadAloud(chidi, { proposal });
  expect([aloud.side, aloud.name, aloud.otherWords, aloud.phones.length]).toEqual(['seeker', 'Farid', 'I am Ben, and I cared for my son.', 1]);
  for (const scene of [ben, await town.as('Amina'), town.stranger()]) {
    await expect(toReadAloud(scene, { proposal })).rejects.toThrow('absent');
    expect(await answerByPhone(scene, yes)).toEqual({ kind: 'absent' });
  }
  expect(await answerByPhone(chidi, { ...yes, spoke: false })).toMatchObject({ kind: 'mistaken' });

  const { relationship = '' } = value(await answerByPhone(chidi, { ...yes, words: 'I look forward to it.' }));
  const seen = await agreement(ben, { relationship });
  expect([seen.readAloud, seen.version]).toEqual([true, 0]);
  const said = await town.db.owner.selectFrom('proposal').select('spoken_to').where('id', '=', proposal).executeTakeFirstOrThrow();
  expect(said.spoken_to).toBe(await town.id('Chidi'));
  // Whoever wrote the yes down stays outside: the conversation and the agreement are not theirs.
  await expect(agreement(chidi, { relationship })).rejects.toThrow('absent');
  await expect(conversation(chidi, { conversation: seen.conversation })).rejects.toThrow('absent');

  expect(await noteSpokenYes(hana, { relationship, read: true })).toEqual({ kind: 'absent' });
  expect(await noteSpokenYes(ben, { relationship, read: false })).toMatchObject({ kind: 'mistaken' });
  value(await sayYesToAll(ben, { relationship }));
  // The code of conduct comes first; a coordinator goes through it with him on the telephone.
  expect(await noteSpokenYes(ben, { relationship, read: true })).toMatchObject({ kind: 'refused', code: 'conduct-first' });
  const { version } = await conductMissing(chidi, { programme: town.programme.slug });
  value(await recordConduct(chidi, { programme: town.programme.id, person: await town.id('Farid'), version }));
  expect(value(await noteSpokenYes(ben, { relationship, read: true }))).toEqual({ inForce: true });
  expect((await agreement(ben, { relationship })).version).toBe(1);
  const noted = await town.db.owner.selectFrom('agreement_version_yes').select(['person_id', 'noted_by']).where('noted_by', 'is not', null).execute();
  expect(noted).toEqual([{ person_id: await town.id('Farid'), noted_by: await town.id('Ben') }]);
});

test('Between two who can read, nobody notes the other’s yes', async () => {
  const town = await testTown();
  const request = await askForSupport(town, 'Amina');
  const standing = await becomeSupporter(town, 'Ben');
  const { proposal } = value(await proposeMatch(await town.as('Chidi'), { request, supporter: standing }));
  value(await answerProposal(await town.as('Ben'), { proposal, answer: 'yes' }));
  expect(await answerByPhone(await town.as('Chidi'), { proposal, answer: 'yes', spoke: true })).toMatchObject({ code: 'answers-themselves' });
  const { relationship = '' } = value(await answerProposal(await town.as('Amina'), { proposal, answer: 'yes' }));
  expect(await noteSpokenYes(await town.as('Ben'), { relationship, read: true })).toMatchObject({ code: 'reads-themselves' });
});
