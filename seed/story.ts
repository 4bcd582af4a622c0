import { answer, apply, ask, type Answers } from './asking.ts';
import { aBadNight, aGift, aGiftDecided, aSecondLook, aWorry, whomToCallForFarid } from './safety.ts';
import { agree, propose, say, talkOf } from './walking.ts';
import { happened, type World, ZONE } from './world.ts';
import { wallAt } from '../src/platform/wall-clock.ts';
import { endRelationship, logContact, pauseRelationship } from '../src/rooms/relationships/index.ts';
import { acceptMeeting, proposeMeeting } from '../src/rooms/meetings/index.ts';
import { pauseSupporting, supporterStanding } from '../src/rooms/intake/index.ts';
import { writeDownCaller, writeLetter } from '../src/rooms/letters/index.ts';
import { welcome } from './asking.ts';

const english: Answers = { languages: { chosen: ['en'] } };
const french: Answers = { languages: { chosen: ['fr', 'en'] } };

/** One chapter: what happens, in the order of time. */
export type Chapter = (world: World) => Promise<void>;

/** The ISO day so many days from the story's today. */
const dayFrom = (world: World, days: number) => wallAt(new Date(world.house.clock.now().getTime() + days * 86_400_000), ZONE).day;

/** Peer supporters come: three are welcomed, one learns and rests later. */
const supporters: Chapter = async (world) => {
  await world.day(59, '10:00');
  const ben = await apply(world, 'ben', 'Ben', {
    ...french, 'sup-own-story': { text: 'My daughter was ill when she was six. She is fourteen now, and well. I remember the corridors best.' }, 'child-link': { chosen: ['child-link-parent'] }, 'child-phase': { chosen: ['child-phase-off'] },
    'sup-intro': { text: 'I am Ben. My daughter was in treatment for two years. I cook badly and listen well.' },
  });
  const maryam = await apply(world, 'maryam', 'Maryam', {
    ...english, 'sup-own-story': { text: 'My son lived in hospital for most of a year. I learned to ask for help late.' }, 'child-link': { chosen: ['child-link-parent'] }, 'child-phase': { chosen: ['child-phase-long'] },
    'sup-intro': { text: 'I am Maryam. We lived far from the hospital and drove a lot. I am good with long silences.' },
  });
  const grace = await apply(world, 'grace', 'Grace', {
    ...english, 'child-link': { chosen: ['child-link-grandparent'] }, 'sup-intro': { text: 'I am Grace, a grandmother. I was there for every appointment.' },
  });
  await world.day(58, '15:00');
  for (const [who, application] of [['ben', ben], ['maryam', maryam], ['grace', grace]] as const) {
    await answer(world, 'chidi', who, 'Thank you for wanting to do this. Shall we talk on Thursday?', { kind: 'application', id: application });
  }
  await world.day(54, '16:00');
  const on = dayFrom(world, -1);
  await welcome(world, 'ben', ben, { on, trainingEnds: dayFrom(world, 700), capacity: 3 });
  await welcome(world, 'maryam', maryam, { on, trainingEnds: dayFrom(world, 80), capacity: 2 });
  await welcome(world, 'grace', grace, { on, trainingEnds: dayFrom(world, 700), capacity: 1 });
};

/** Noor and Grace: a short road by telephone that ends well; then Grace rests. */
const noorAndGrace: Chapter = async (world) => {
  await world.day(53, '09:30');
  const request = await ask(world, 'noor', 'Noor', { ...english, 'own-words': { text: 'My grandchild goes home next month. I would like to talk with a grandmother before that.' }, 'child-link': { chosen: ['child-link-grandparent'] } });
  await world.day(53, '13:00');
  await answer(world, 'chidi', 'noor', 'Thank you for writing. I know somebody you may like to talk with.', { kind: 'support-request', id: request });
  const proposal = await propose(world, request, 'grace', 'You are both grandmothers, and Grace knows the way home from the ward.');
  await world.day(52, '11:00');
  await say(world, 'grace', proposal, 'yes');
  await world.day(52, '18:00');
  const relationship = await say(world, 'noor', proposal, 'yes');
  await world.day(51, '19:00');
  await agree(world, relationship, 'noor', 'grace');
  for (const before of [49, 42, 35]) {
    await world.day(before, '20:00');
    happened(await logContact(await world.as('grace'), { relationship, on: dayFrom(world, 0), channel: 'phone', minutes: '30' }), 'Grace notes a call');
  }
};

/** Amina and Ben: the main road. */
const aminaAndBen: Chapter = async (world) => {
  await world.day(34, '01:20');
  const request = await ask(world, 'amina', 'Amina', {
    ...french, 'own-words': { text: 'Mon fils a sept ans et il est en traitement depuis mars. La nuit, je ne dors pas. J’aimerais parler à quelqu’un qui est passé par là.' },
    'child-link': { chosen: ['child-link-parent'] }, 'child-phase': { chosen: ['child-phase-treatment'] }, 'hopes-seeker': { chosen: ['hope-heard', 'hope-less-alone'] }, 'must-be-same': { chosen: ['same-experience'] },
  });
  await world.day(34, '10:30');
  await answer(world, 'chidi', 'amina', 'Merci d’avoir écrit. J’ai lu vos mots. Je cherche quelqu’un pour vous, et je vous écris avant vendredi.', { kind: 'support-request', id: request });
  await world.day(33, '14:00');
  const proposal = await propose(world, request, 'ben', 'Ben est passé par là avec sa fille, et il a du temps le soir.');
  await world.day(33, '19:00');
  await say(world, 'ben', proposal, 'yes');
  await world.day(32, '21:30');
  const relationship = await say(world, 'amina', proposal, 'yes');
  await world.day(31, '20:00');
  await agree(world, relationship, 'amina', 'ben');
  const talk = await talkOf(world, relationship);
  await world.day(31, '22:10');
  await talk('amina', 'Bonsoir Ben. Je ne sais pas par où commencer.');
  await world.day(30, '07:40');
  await talk('ben', 'Bonjour Amina. On n’est pas obligés de commencer par le début. Comment s’est passée la nuit?');
  await world.day(30, '23:05');
  await talk('amina', 'Il a dormi, moi non. Ça fait du bien de pouvoir l’écrire quelque part.');
};

/** Kit says no to a first introduction, and finds a better fit; rests for a while now. */
const kitAndMaryam: Chapter = async (world) => {
  await world.day(29, '12:00');
  const request = await ask(world, 'kit', 'Kit', { ...english, 'own-words': { text: 'Somebody who does not try to cheer me up, please.' }, 'child-link': { chosen: ['child-link-step'] } });
  await world.day(29, '15:30');
  await answer(world, 'chidi', 'kit', 'Understood. No cheering up. I will look for somebody.', { kind: 'support-request', id: request });
  const first = await propose(world, request, 'ben', 'Ben is calm, and has time in the evening.');
  await world.day(28, '18:00');
  await say(world, 'ben', first, 'yes');
  await world.day(27, '12:00');
  await say(world, 'kit', first, 'no');
  await world.day(26, '10:00');
  const second = await propose(world, request, 'maryam', 'Maryam is good with silence.');
  await world.day(26, '20:00');
  await say(world, 'maryam', second, 'yes');
  await world.day(25, '09:00');
  const relationship = await say(world, 'kit', second, 'yes');
  await world.day(25, '20:00');
  await agree(world, relationship, 'kit', 'maryam');
  const talk = await talkOf(world, relationship);
  await world.day(24, '20:15');
  await talk('maryam', 'Hello Kit. I am here on Tuesdays and most other evenings.');
  await world.day(23, '21:00');
  await talk('kit', 'Hello. Today was long. That is all I have.');
  await talk('maryam', 'That is enough.');
  await world.day(20, '21:00');
  await talk('kit', 'They moved us to the small room, where they tell you things.', 'A hard day at the hospital');
};

/** Noor and Grace come to their end, with thanks; Grace rests, and nobody asks why. */
const endingWell: Chapter = async (world) => {
  await world.day(16, '18:00');
  const { id } = await world.inside((inside) => inside.db.selectFrom('relationship').select('id').where('org_id', '=', inside.org).where('seeker_id', '=', world.id('noor')).executeTakeFirstOrThrow());
  happened(await endRelationship(await world.as('noor'), { relationship: id, how: 'complete' }), 'Noor says goodbye');
  await world.day(15, '09:00');
  const standing = await world.inside((inside) => supporterStanding(inside, world.programme.id, world.id('grace')));
  happened(await pauseSupporting(await world.as('grace'), { supporter: standing?.id }), 'Grace rests');
};

/** Jun agrees with Maryam, line by line; Sasha waits longer than was promised; a gift to Grace is looked at twice. */
const junAndSasha: Chapter = async (world) => {
  await world.day(14, '10:00');
  const gift = await aGift(world);
  await world.day(14, '16:00');
  const request = await ask(world, 'jun', 'Jun', { ...english, 'own-words': { text: 'I would rather not say more here.' } });
  await world.day(13, '11:00');
  await answer(world, 'dalia', 'jun', 'That is fine. You decide what you say, and when.', { kind: 'support-request', id: request });
  await world.day(12, '09:00');
  await ask(world, 'sasha', 'Sasha', { ...english, 'own-words': { text: 'Is there anybody who has been through a second round of this?' }, 'child-phase': { chosen: ['child-phase-back'] } });
  await aGiftDecided(world, gift);
  const proposal = await propose(world, request, 'maryam', 'Maryam does not ask questions you would rather not answer.');
  await world.day(10, '19:00');
  await say(world, 'maryam', proposal, 'yes');
  await world.day(8, '20:30');
  const relationship = await say(world, 'jun', proposal, 'yes');
  await aSecondLook(world, gift);
  await world.day(7, '19:00');
  await agree(world, relationship, 'jun');
};

/** Amina and Ben go on; Lou has an introduction to read; Farid telephones; Ivo applies; Kit has a bad night, and pauses. */
const lately: Chapter = async (world) => {
  await world.day(6, '12:00');
  const lou = await ask(world, 'lou', 'Lou', { ...french, 'own-words': { text: 'Je cherche quelqu’un qui parle français, le soir de préférence.' }, 'child-link': { chosen: ['child-link-foster'] } });
  await world.day(6, '16:00');
  await answer(world, 'chidi', 'lou', 'Merci de votre mot. J’ai pensé à quelqu’un.', { kind: 'support-request', id: lou });
  const proposal = await propose(world, lou, 'ben', 'Vous avez tous deux du temps le soir, et Ben parle français.');
  const amina = await world.inside((inside) => inside.db.selectFrom('relationship').select('id').where('org_id', '=', inside.org).where('seeker_id', '=', world.id('amina')).executeTakeFirstOrThrow());
  const talk = await talkOf(world, amina.id);
  await world.day(5, '23:30');
  await talk('amina', 'Les résultats sont arrivés. Je n’arrive pas à les relire.', 'Résultats d’examen');
  await world.day(4, '08:00');
  await talk('ben', 'Je suis là. Vous n’avez pas à les relire seule. On se parle au téléphone?');
  await say(world, 'ben', proposal, 'yes');
  await world.day(4, '20:00');
  await talk('amina', 'Oui. Après-demain, le soir?');
  await world.day(3, '11:00');
  await apply(world, 'ivo', 'Ivo', { ...english, 'sup-intro': { text: 'I am Ivo. My brother was ill when we were children.' } });
  const phoned = happened(await writeDownCaller(await world.as('chidi'), {
    programme: world.programme.id, name: 'Farid', phone: '604 555 0123', lang: 'en', speaks: ['en'], said: 'His wife is with their daughter in hospital, he is at home with the twins. He would like somebody to phone in the evening.',
    parts: ['1-evening', '3-evening'], adult: true, limitsTold: true, answered: true,
  }), 'Farid telephones');
  (world.people as Map<string, string>).set('farid', phoned.person);
  await whomToCallForFarid(world);
  const kit = await world.inside((inside) => inside.db.selectFrom('relationship').select('id').where('org_id', '=', inside.org).where('seeker_id', '=', world.id('kit')).executeTakeFirstOrThrow());
  await aBadNight(world, kit.id);
  await world.day(2, '18:00');
  happened(await pauseRelationship(await world.as('kit'), { relationship: kit.id, until: dayFrom(world, 9) }), 'Kit pauses');
};

/** Yesterday and today: a meeting ahead, a worry and a letter that wait, a request of the night. */
const today: Chapter = async (world) => {
  await world.day(1, '12:30');
  const amina = await world.inside((inside) => inside.db.selectFrom('relationship').select('id').where('org_id', '=', inside.org).where('seeker_id', '=', world.id('amina')).executeTakeFirstOrThrow());
  const { meeting } = happened(await proposeMeeting(await world.as('ben'), { relationship: amina.id, day: dayFrom(world, 3), time: '19:30', minutes: 30, how: 'phone' }), 'Ben proposes a time');
  await world.day(1, '20:40');
  happened(await acceptMeeting(await world.as('amina'), { relationship: amina.id, meeting }), 'Amina accepts');
  await world.day(1, '21:10');
  await aWorry(world, amina.id);
  happened(await writeLetter(await world.as('lou'), { programme: world.programme.id, words: 'Puis-je aussi parler au téléphone, ou est-ce seulement par écrit?' }), 'Lou writes');
  await world.day(1, '23:45');
  await ask(world, 'wei', 'Wei', { ...english, 'own-words': { text: 'We heard it on Monday. I do not know whom to tell.' }, 'child-phase': { chosen: ['child-phase-new'] } });
  await world.day(0, '23:59');
};

/** The whole story, in the order of time. */
export const chapters: readonly Chapter[] = [supporters, noorAndGrace, aminaAndBen, kitAndMaryam, endingWell, junAndSasha, lately, today];
