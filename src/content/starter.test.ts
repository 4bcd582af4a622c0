import { beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { build, type Files } from './build.ts';
import { camel } from './camel.ts';
import { BrokenContent, criterionOf, noticeOf, questionOf, say, starter, templateOf } from './index.ts';
import starterText from './starter.json?raw';

describe('the starter content', () => {
  test('holds the eight templates of a first day, and everything around them', () => {
    const { templates, criteria, intake, agreement, conversation, checkIns, training } = starter();
    expect(templates.map((one) => one.id)).toEqual(
      ['cancer', 'child-caregivers', 'chronic-rare', 'mental-health', 'substance-use', 'grief-family', 'workplace', 'hospital']);
    expect([criteria, intake.questions, intake.sets, agreement.topics, training.courses].map((all) => all.length)).toEqual([34, 84, 18, 15, 8]);
    expect(agreement.topics.flatMap((topic) => topic.starters)).toHaveLength(67);
    expect(conversation.questionGroups.flatMap((group) => group.questions)).toHaveLength(60);
    expect(conversation.feelings.groups.flatMap((group) => group.words)).toHaveLength(70);
    expect([conversation.hardMoments.items, conversation.contentNotes.kinds, checkIns.items, checkIns.checkIns, checkIns.indicators].map((all) => all.length))
      .toEqual([16, 15, 28, 11, 19]);
  });

  test('is put together once, and handed to everyone', () => {
    expect(starter()).toBe(starter());
    expectTypeOf(starter().templates).not.toHaveProperty('push');
  });

  test('a template reaches its questions, criteria, courses, agreement lines, check-ins, policy and charters', () => {
    const hospital = templateOf('hospital');
    expect(hospital.intake.short.id).toBe('bedside-path');
    expect(hospital.intake.seeker.questions[0]).toBe(starter().intake.questions.find((one) => one.id === hospital.intake.seeker.questions[0]?.id));
    expect(hospital.matching.find((rule) => rule.criterion.id === 'ward')).toMatchObject({ strength: 'soft', weight: 30, criterion: { method: 'same' } });
    expect(hospital.courses.beforeMatch.map((course) => say(course.title, 'en'))).toHaveLength(7);
    expect(hospital.agreementStarters.find((line) => line.id === 'in-person-site')).toMatchObject({ topic: 'in-person' });
    expect(hospital.checkIns.at(-1)?.items[0]?.scale?.options.length).toBeGreaterThan(1);
    expect(hospital.escalation).toMatchObject({ policy: { id: 'hospital' }, cover: { from: '08:00' }, clocks: { 'danger-now': { acknowledge: { amount: 2, unit: 'minute' } } } });
    expect(hospital.groups[0]?.charter.goals[0]?.text.fr).toBeTypeOf('string');
  });

  test('a question has its options in place, whichever list they come from, and says who reads the answer', () => {
    const help = questionOf('what-would-help');
    expect(help.whoSees.text.en).toContain('introduction');
    expect(help.options.find((one) => one.id === 'help-loss')?.touches).toEqual(['hard-death', 'hard-end-of-life']);
    expect(questionOf('someone-today').options.at(-1)?.leadsTo?.id).toBe('help-now');
    expect(questionOf('own-words').options).toEqual([]);
    expect(criterionOf('topics-open').questions).toContain(help);
  });

  test('a notice, a level and a rule of a check-in speak for themselves', () => {
    expect(noticeOf('sign-in-link').quietHours).toBe('ring');
    expect(starter().safety.levels.find((level) => level.id === 'danger-now')?.owner.id).toBe('safety-lead');
    const lonely = starter().checkIns.rules.find((rule) => rule.id === 'rule-lonely');
    expect([lonely?.item.id, lonely?.answers[0]?.id, lonely?.offers[0]?.action, lonely?.tells]).toEqual(['lonely', 'often-often', 'show-groups', 'asks-first']);
  });
});

describe('content that does not hold together', () => {
  let files: Record<string, unknown>;
  beforeAll(() => { files = JSON.parse(starterText); });

  /** The faults after one sentence of JSON was changed in one file. */
  function faultsWith(file: string, from: string, to: string): readonly string[] {
    const before = JSON.stringify(files[file]);
    expect(before).toContain(from);
    return faultsOf({ ...files, [file]: JSON.parse(before.replace(from, to)) });
  }

  function faultsOf(broken: Files): readonly string[] {
    try {
      build(broken);
      return [];
    } catch (fault) {
      if (fault instanceof BrokenContent) return fault.faults;
      throw fault;
    }
  }

  test('whole content has no faults', () => {
    expect(faultsOf(files)).toEqual([]);
  });

  test.each([
    ['templates.yaml', '"seekerSet":"seeker-cancer"', '"seekerSet":"seeker-canker"', 'templates.yaml cancer: there is no question set seeker-canker'],
    ['templates.yaml', '{"criterion":"concerns"', '{"criterion":"concern"', 'templates.yaml cancer: there is no criterion concern'],
    ['templates.yaml', '"policy":"hospital"', '"policy":"clinic"', 'templates.yaml hospital: there is no policy clinic'],
    ['templates.yaml', '"questions":["times"]', '"questions":["time"]', 'templates.yaml shared-time: there is no question time'],
    ['intake.yaml', '"whoSees":"counts"', '"whoSees":"everyone"', 'intake.yaml heard-from: there is no audience everyone'],
    ['intake.yaml', '"leadsTo":"help-now"', '"leadsTo":"help"', 'intake.yaml someone-today, today-not-safe: there is no lead help'],
    ['intake.yaml', '"criterion":"family"', '"criterion":"families"', 'intake.yaml must-be-same, same-family: there is no criterion families'],
    ['checkins.yaml', '"answers":["often-often"', '"answers":["often-oft"', 'checkins.yaml rule-lonely: there is no answer to lonely often-oft'],
    ['conversation.yaml', '"leadsTo":"suicide-talk"', '"leadsTo":"talk"', /^conversation\.yaml [\w-]+: there is no safety guide talk$/],
    ['groups.yaml', '"decide":"decide-consent"', '"decide":"decide-coin"', 'groups.yaml charter-health: there is no way of deciding decide-coin'],
    ['safety.yaml', '"owner":"safety-lead"', '"owner":"nobody"', 'safety.yaml risk: there is no role nobody'],
    ['courses/active-listening.yaml', '"start":"al-n1"', '"start":"al-n0"', /^courses\/active-listening\.yaml [\w-]+: there is no step of [\w-]+ al-n0$/],
    ['courses/index.yaml', '"active-listening"', '"listening"', 'courses/index.yaml: there is no course listening'],
    ['instruments.yaml', '"itemRef":"felt-heard"', '"itemRef":"heard"', 'instruments.yaml felt-heard-adapted: there is no item heard'],
  ])('in %s, %s turned into %s is named with its id', (file, from, to, fault) => {
    expect(faultsWith(file, from, to)).toContainEqual(typeof fault === 'string' ? fault : expect.stringMatching(fault));
  });

  test('a missing language, an unknown key and a wrong word of choice name the nearest id', () => {
    const broken = faultsWith('intake.yaml', '"kind":"availability"', '"kind":"hours"');
    expect(broken.join()).toMatch(/^intake\.yaml times\.kind: /);
    expect(faultsWith('notices.yaml', '"quietHours":"wait"', '"quietHours":"wait","loud":true').join()).toMatch(/^notices\.yaml new-sign-in: .*loud/);
    expect(faultsWith('agreements.yaml', '"fr":"À quelle fréquence?"', '"fr":""').join()).toMatch(/^agreements\.yaml rhythm\.question\.fr: /);
    expect(faultsOf({ ...files, 'safety.yaml': undefined })).toHaveLength(1);
  });

  test('an id used twice is a fault', () => {
    expect(faultsWith('intake.yaml', '"id":"pronouns"', '"id":"preferred-name"')).toContain('two of one id: question preferred-name');
  });

  test('every fault is told, not only the first', () => {
    const twice = faultsOf({ ...files, 'templates.yaml': JSON.parse(JSON.stringify(files['templates.yaml']).replaceAll('"rhythm-weekly"', '"rhythm-daily"')) });
    expect(twice.filter((fault) => fault.endsWith('there is no agreement line rhythm-daily')).length).toBeGreaterThan(2);
  });
});

test('keys get the name they have in code, ids and values stay', () => {
  expect(camel({ first_answer: { 'danger-now': ['leave_me', { hours_a_week: 1 }] } })).toEqual({ firstAnswer: { 'danger-now': ['leave_me', { hoursAWeek: 1 }] } });
});
