import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../src/content/build.ts';
import { isPlaceholder, placeholdersIn } from '../src/content/text.ts';
import { idsFile, readYaml, starterFile } from '../src/content/source.ts';
import { fillSms, notPlainSms } from './sms.ts';
import { crisisGrade, grade, readEnglish, tooHard } from './reading.ts';
import { textsIn, type Found } from './texts.ts';
import { avoidedIn, promisedTooMuchIn, saysTu, typographyOf } from './wording.ts';

const folder = join(import.meta.dirname, '../content');
const generated = join(import.meta.dirname, '../src/content');

let files: Record<string, unknown>;
let texts: readonly Found[];
let content: ReturnType<typeof build>;

beforeAll(() => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.yaml'));
  files = Object.fromEntries(names.map((name) => [name, readYaml(readFileSync(join(folder, name), 'utf8'))]));
  texts = Object.entries(files).flatMap(([file, document]) => textsIn(file, document));
  content = build(files);
});

/** Every fault that `look` finds in one language of the texts it is shown, each with its file and place. */
const faults = (look: (words: string, lang: 'en' | 'fr', found: Found) => readonly string[], among: readonly Found[] = texts) =>
  among.flatMap((found) => (['en', 'fr'] as const).flatMap((lang) => look(found.text[lang] ?? '', lang, found).map((fault) => `${found.file} ${found.where}: ${fault}`)));
const notSms = () => texts.filter(({ where }) => !where.endsWith('.sms'));

test('what the program starts from is fresh (run `npx node bin/content.mjs`)', () => {
  expect(readFileSync(join(generated, 'starter.json'), 'utf8') === starterFile(files)).toBe(true);
  expect(readFileSync(join(generated, 'ids.ts'), 'utf8')).toBe(idsFile(files));
});

test('all of it stays under 700 kB', () => {
  const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(folder, name))).filter((one) => one.isFile());
  expect(sizes.reduce((sum, one) => sum + one.size, 0)).toBeLessThan(700_000);
});

test('ids are unique in their file', () => {
  const twice = Object.entries(files).flatMap(([file, document]) => {
    const ids = idsIn(document);
    return ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${file} ${id}`);
  });
  expect(twice).toEqual([]);
});

describe('every text', () => {
  test('stands in both languages, but for wording that belongs to a publisher', () => {
    expect(texts.length).toBeGreaterThan(2000);
    expect(faults((words, lang, { file }) => (words.trim() === '' && file !== 'instruments.yaml' ? [`${lang} is missing`] : []))).toEqual([]);
  });

  test('holds the same placeholders in both languages, each one known', () => {
    expect(faults((words, lang) => placeholdersIn(words).filter((name) => !isPlaceholder(name)).map((name) => `unknown {${name}} (${lang})`))).toEqual([]);
    const held = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort().join();
    expect(texts.filter(({ text }) => text.fr && held(text.en ?? '') !== held(text.fr)).map(({ file, where }) => `${file} ${where}`)).toEqual([]);
  });

  test('holds no phone number: numbers live in the data set', () => {
    expect(faults((words) => words.match(/(?<![\w-])\+?\d(?:[ .()-]?\d){5,}(?![\w-])/g) ?? [])).toEqual([]);
  });

  test('keeps to the typography; text messages keep plain letters', () => {
    expect(faults((words, lang, { file }) => (file === 'instruments.yaml' ? [] : typographyOf(words, lang)), notSms())).toEqual([]);
  });

  test('promises neither that nobody can read nor that somebody is there at every hour, but in the words for a day when that is true', () => {
    expect(faults((words, lang, { where }) => (where.includes('read-sealed') ? [] : promisedTooMuchIn(words, lang)))).toEqual([]);
  });

  test('says “vous”', () => {
    // The code of conduct shows how people may speak, and the page for young people speaks to them.
    const may = ({ file, where }: Found) => file === 'courses/code-of-conduct.yaml' || where.startsWith('help-young');
    expect(faults((words, lang, found) => (lang === 'fr' && !may(found) && saysTu(words) ? [words] : []))).toEqual([]);
  });

  test('uses no word we avoid, but where it speaks of the word itself', () => {
    // `known_as` is the name a service has; these two say which words to leave.
    const may = ({ where }: Found) => /cc-what-we-ask|knownAs|insteadOf/.test(where);
    // Health words are allowed here: programmes name what people live with, and French “patient” is also an adjective.
    expect(faults((words, lang, found) => (may(found) ? [] : avoidedIn(words, lang).filter((fault) => !/patient|case/i.test(fault))))).toEqual([]);
  });
});

describe('reading', () => {
  test('every file reads at its grade, and at an easier one where it is for the worst day', () => {
    const groups = Map.groupBy(texts.filter(({ file }) => file !== 'instruments.yaml'), ({ file, crisis }) => `${file}${crisis ? ' (crisis)' : ''}`);
    const hard = [...groups].filter(([name, all]) => readEnglish(all.map(({ text }) => text.en).join('\n')).measure > (name.endsWith('(crisis)') ? crisisGrade : grade));
    expect(hard.map(([name]) => name)).toEqual([]);
  });

  test('every text of 20 words does, in both languages', () => {
    expect(faults((words, lang, { crisis, file }) => (file === 'instruments.yaml' ? [] : [tooHard(words, lang, crisis) ?? []].flat()))).toEqual([]);
  });
});

describe('templates', () => {
  test('weigh their soft criteria to 100, and name each criterion once', () => {
    for (const { id, matching } of content.templates) {
      expect([id, matching.reduce((sum, rule) => sum + (rule.strength === 'soft' ? rule.weight : 0), 0)]).toEqual([id, 100]);
      expect(new Set(matching.map((rule) => rule.criterion.id)).size).toBe(matching.length);
    }
  });

  test('compare only answers that somebody is asked for', () => {
    const unasked = content.templates.flatMap(({ id, intake, matching }) => {
      const asked = new Set([...intake.seeker.questions, ...intake.supporter.questions].map((question) => question.id));
      return matching.filter(({ criterion }) => criterion.questions.length > 0 && !criterion.questions.some((question) => asked.has(question.id)))
        .map(({ criterion }) => `${id}: ${criterion.id}`);
    });
    expect(unasked).toEqual([]);
  });

  test('do not offer to add what is already on, and always say the limit of confidentiality (P5)', () => {
    for (const { id, capabilities, canAdd, agreementStarters } of content.templates) {
      expect([id, canAdd.filter((one) => capabilities.includes(one)).map((one) => one.id)]).toEqual([id, []]);
      expect(agreementStarters.map((line) => line.id)).toContain('confidentiality-and-its-limit');
    }
  });
});

test('a set asks its own side only, and every question is in some set', () => {
  const { questions, sets } = content.intake;
  expect(sets.flatMap((set) => set.questions.filter((question) => !question.sides.includes(set.side)).map((question) => `${set.id}: ${question.id}`))).toEqual([]);
  const asked = new Set(sets.flatMap((set) => set.questions.map((question) => question.id)));
  expect(questions.map((question) => question.id).filter((id) => !asked.has(id))).toEqual([]);
});

test('every country names an emergency service to confirm', () => {
  const without = content.safety.confirmBeforeOpening.countries.filter((one) => !one.services.some((service) => service.kind.id === 'emergency'));
  expect(without.map((one) => one.country)).toEqual([]);
});

describe('notices', () => {
  test('fit one text message of 160 plain characters, filled', () => {
    const wrong = content.notices.notices.flatMap(({ id, sms }) => (['en', 'fr'] as const).flatMap((lang) => {
      const fault = notPlainSms(fillSms(sms[lang]));
      return fault === undefined ? [] : [`${id} (${lang}): ${fault}`];
    }));
    expect(wrong).toEqual([]);
  });

  test('give nothing away', () => {
    const telling = /cancer|grief|deuil|hospital|hôpital|suicid|overdose|surdose|mental|support group|peer support|soutien par les pairs/i;
    const told = content.notices.notices.filter(({ email, sms, push }) => telling.test(JSON.stringify([email, sms, push])));
    expect(told.map((notice) => notice.id)).toEqual([]);
  });
});

describe('courses', () => {
  test('have four to seven lessons of 150 to 350 words, and four to six checks', () => {
    for (const { id, lessons, checks } of content.training.courses) {
      expect([id, lessons.length >= 4 && lessons.length <= 7, checks.length >= 4 && checks.length <= 6]).toEqual([id, true, true]);
      const odd = lessons.filter(({ text }) => { const words = text.en.split(/\s+/).length; return words < 150 || words > 350; });
      expect([id, odd.map((lesson) => lesson.id)]).toEqual([id, []]);
    }
  });

  test('are named as their file, and the index names every file', () => {
    const named = Object.keys(files).filter((name) => name.startsWith('courses/') && name !== 'courses/index.yaml');
    expect(content.training.courses.map(({ id }) => `courses/${id}.yaml`).sort()).toEqual(named.sort());
  });

  test('have a scenario of three to five steps, all within reach, that ends', () => {
    for (const { scenario } of content.training.courses) {
      const nodes = new Map(scenario.nodes.map((node) => [node.id, node]));
      const reached = new Set<string>();
      const visit = (id: string): void => {
        const node = nodes.get(id);
        if (node === undefined || reached.has(id)) return;
        reached.add(id);
        if ('choices' in node) node.choices.forEach((choice) => visit(choice.next));
      };
      visit(scenario.start);
      expect([scenario.id, [...reached].sort()]).toEqual([scenario.id, [...nodes.keys()].sort()]);
      expect([scenario.id, nodes.size >= 3 && nodes.size <= 5, scenario.nodes.some((node) => 'end' in node)]).toEqual([scenario.id, true, true]);
    }
  });

  test('have a right answer to every check, and a line nobody may miss in the practice', () => {
    const wrong = content.training.courses.flatMap(({ checks }) => checks.filter((check) => {
      if (check.kind === 'sort') return false;
      if (check.kind === 'order') return check.options.map((option) => option.place).sort((a, b) => a - b).some((place, at) => place !== at + 1);
      const right = check.options.filter((option) => option.right === true).length;
      return check.kind === 'single' ? right !== 1 : right < 1 || right === check.options.length;
    }).map((check) => check.id));
    expect(wrong).toEqual([]);
    expect(content.training.courses.filter(({ practice }) => !practice.rubric.some((line) => line.must)).map((course) => course.id)).toEqual([]);
  });
});

function idsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own: unknown = Reflect.get(node, 'id');
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(node).flatMap(idsIn)];
}
