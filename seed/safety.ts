import { talkOf } from './walking.ts';
import { happened, type World } from './world.ts';
import { appealBreach, decideBreach, recordBreach } from '../src/rooms/breaches/index.ts';
import { raiseConcern } from '../src/rooms/disclosures/index.ts';
import { closeConcern, dangerCall, handConcernOver, logConcernCall, noteDangerCall, noteOnConcern, writeSpokenSheet } from '../src/rooms/safety/index.ts';
import { absent } from '../src/platform/outcome.ts';

/** A gift at a goodbye is one line of the code too far: a talk is asked for, kindly, and Grace asks another person to look again. */
export async function aGift(world: World): Promise<string> {
  return happened(await recordBreach(await world.as('chidi'), {
    programme: world.programme.id, person: world.id('grace'), line: 'conduct-no-money', weight: 'boundary', words: 'Noor knitted Grace a shawl and gave it to her at their goodbye. Grace told us herself.',
  }), 'a gift is written down').breach;
}

/** What was decided about the gift, after both were heard. */
export async function aGiftDecided(world: World, breach: string): Promise<void> {
  happened(await decideBreach(await world.as('chidi'), {
    breach, outcome: 'talk', heard: true, reason: 'You told us yourself, and Noor is glad that you have it. The code says no gift worth more than a card, so that nobody feels they owe somebody. Keep the shawl. Let us talk about what to say next time.',
  }), 'the gift is decided');
}

/** Grace asks another person to look again. */
export async function aSecondLook(world: World, breach: string): Promise<void> {
  happened(await appealBreach(await world.as('grace'), { breach, words: 'I do not mind the talk. But she knitted it all winter, and I would have hurt her by saying no. I would like somebody else to say whether that is a gift.' }), 'Grace asks for another look');
}

/** A bad night: Kit writes something that frightens Maryam, people are rung one after the other, and Kit is not alone. It ends well. */
export async function aBadNight(world: World, relationship: string): Promise<void> {
  const talk = await talkOf(world, relationship);
  await world.day(3, '21:40');
  const last = await talk('kit', 'I do not know how to get through this night. I have the pills here and I keep counting them.', 'A very dark night');
  const conversation = await world.inside((inside) => inside.db.selectFrom('relationship').select('conversation_id').where('org_id', '=', inside.org).where('id', '=', relationship).executeTakeFirstOrThrow());
  await world.day(3, '21:48');
  const { id: concern } = happened(await raiseConcern(await world.as('maryam'), {
    about: { kind: 'conversation', id: conversation.conversation_id ?? absent() }, now: 'now-yes', seen: 'Kit writes that they are counting pills. I asked whether they are thinking about suicide, and there is no answer since.', messages: [last],
  }), 'Maryam is worried');
  await world.day(3, '21:52');
  await rung(world, concern, 'esi', 'nobody');
  await world.day(3, '21:55');
  await rung(world, concern, 'hana', 'answered');
  const hana = await world.as('hana');
  happened(await logConcernCall(hana, { concern, who: 'Kit', how: 'reached', text: 'Kit gave the pills to a neighbour, who stays tonight. They know the night line, and that Maryam brought us in.' }), 'Hana rings Kit');
  await world.day(2, '09:15');
  happened(await handConcernOver(hana, { concern, text: 'Kit slept. They would like to hear from you today, by telephone.' }), 'Hana hands it to Esi');
  const esi = await world.as('esi');
  happened(await logConcernCall(esi, { concern, who: 'Kit', how: 'reached', text: 'Agreed: the family doctor this afternoon, the pills stay next door, and a week of rest from writing.' }), 'Esi rings Kit');
  await world.day(2, '16:40');
  happened(await closeConcern(esi, { concern, outcome: 'safe-now', text: 'The doctor saw Kit. We look again together next week.', back: 'Thank you for asking plainly, and for bringing us in. Kit is safe and knows that you did. How are you, after such a night?' }), 'Esi closes it');
  happened(await noteOnConcern(esi, { concern, kind: 'care', text: 'Rang Maryam: she slept badly, and is glad. She would like a quiet week too.' }), 'Esi looks after Maryam');
}

/** Ben is a little worried, and nobody is in danger: it waits for Esi. */
export async function aWorry(world: World, relationship: string): Promise<void> {
  const { conversation_id: conversation } = await world.inside((inside) => inside.db.selectFrom('relationship').select('conversation_id').where('org_id', '=', inside.org).where('id', '=', relationship).executeTakeFirstOrThrow());
  happened(await raiseConcern(await world.as('ben'), {
    about: { kind: 'conversation', id: conversation ?? absent() }, now: 'now-no', seen: 'Amina has hardly slept since March. She is not in danger. I would like to talk over how to be there for her without giving advice.', you: 'I am fine. A little tired.',
  }), 'Ben is worried');
}

/** Farid has a telephone alone: Chidi reads it to him, and writes down whom to call. */
export async function whomToCallForFarid(world: World): Promise<void> {
  happened(await writeSpokenSheet(await world.as('chidi'), {
    programme: world.programme.slug, person: world.id('farid'), realName: '', phone: '', whom: 'His wife, at the hospital', whomPhone: '604 555 0188', spoke: true,
  }), 'Chidi writes down whom to call for Farid');
}

/** Dalia rings somebody of the list and writes down how it went. */
async function rung(world: World, concern: string, who: 'esi' | 'hana', ended: 'answered' | 'nobody'): Promise<void> {
  const dalia = await world.as('dalia');
  const { calls } = await dangerCall(dalia, { concern });
  happened(await noteDangerCall(dalia, { concern, call: calls.find(({ person }) => person === world.id(who))?.id ?? absent(), ended }), `Dalia rings ${who}`);
}
