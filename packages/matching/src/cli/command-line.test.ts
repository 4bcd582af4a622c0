import { readFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './main.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'matching-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Three seekers, two supporters: Amina and Ben both fit the first best, Chidi only the second. */
const small = {
  format: 'peer-match-instance/1',
  layout: 'csr',
  seekers: 3,
  supporters: 2,
  edges: 4,
  places: 2,
  arrays: { capacity: [1, 1], rowPtr: [0, 2, 3, 4], col: [0, 1, 0, 1], weight: [9, 4, 8, 5] },
};

function save(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

function call(...args: string[]): { code: number; line: Record<string, unknown>; said: string } {
  const lines: string[] = [];
  const complaints: string[] = [];
  const code = run(
    args,
    (line) => lines.push(line),
    (line) => complaints.push(line),
  );
  return { code, line: lines[0]?.startsWith('{') ? (JSON.parse(lines[0]) as Record<string, unknown>) : {}, said: complaints.join('\n') };
}

test('a small round is solved, saved and verified', () => {
  const file = save('small.json', small);
  const answer = join(folder, 'answer.json');
  const solved = call('solve', file, '--objective', 'lexi', '--out', answer);
  expect(solved.code).toBe(0);
  expect(solved.line).toMatchObject({ matched: 2, total: 14, worst: 5, certificate: { proved: true, violations: 0 } });
  expect(call('verify', file, answer).line).toMatchObject({ verified: true, matched: 2, total: 14 });
});

test('an answer in bytes is read back, and a weaker one is not verified', () => {
  const file = save('small.json', small);
  const answer = join(folder, 'answer.bin');
  call('solve', file, '--out', answer);
  expect(call('verify', file, answer).code).toBe(0);
  expect(call('verify', file, save('weak.json', [-1, 0, 1]))).toMatchObject({
    code: 1,
    line: { verified: false, expected: { matched: 2, total: 14 } },
  });
  expect(call('verify', file, save('wrong.json', [0, 0, 1])).line).toMatchObject({
    verified: false,
    mistakes: ['supporter 0 has 2 people in 1 places'],
  });
});

test('locked pairs stay and forbidden pairs are not made', () => {
  const file = save('small.json', small);
  expect(call('solve', file, '--locked', '0:1').line).toMatchObject({ matched: 2, total: 12 });
  expect(call('solve', file, '--forbidden', '0:0').line).toMatchObject({ matched: 2, total: 13 });
  expect(call('solve', file, '--locked', '1:1').said).toContain('locked pair 1:1 is not a possible pair');
  expect(call('solve', file, '--locked', '0:0,1:0').said).toContain('more locked pairs than places');
  expect(call('solve', file, '--locked', '0:0,0:1').said).toContain('seeker 0 is locked twice');
  expect(call('solve', file, '--locked', '0:0', '--forbidden', '0:0').said).toContain('both locked and forbidden');
});

test('hospital-residents lists are cleaned up, matched stably and named', () => {
  const file = save('hr.json', `\uFEFF${JSON.stringify({ residents: { a: ['X', 'Y', 'X'], b: ['X'], c: ['nobody'] }, hospitals: { X: ['b', 'a'], Y: ['a'] } })}`);
  const out = join(folder, 'hr-answer.json');
  const { code, line } = call('solve', file, '--objective', 'stable', '--out', out);
  expect(code).toBe(0);
  expect(line).toMatchObject({ matched: 2, blocking: 0, repeated: 1, unknown: 1 });
  expect(
    call(
      'solve',
      save('hr2.json', { residents: { a: ['X'], b: ['X'] }, hospitals: { X: ['b', 'a'] } }),
      '--objective',
      'stable',
      '--places',
      '2',
    ).line,
  ).toMatchObject({ matched: 2 });
});

test('hospital-residents lists with more places than can be counted, or with something that is no name, are refused', () => {
  const lists = { residents: { a: ['X'], b: ['X'] }, hospitals: { X: ['b', 'a'] } };
  // 2^32 + 1 would be 1 in 32 bits.
  expect(call('solve', save('places.json', { ...lists, capacities: { X: 2 ** 32 + 1 } }))).toMatchObject({ code: 2, said: expect.stringContaining('hospital X has 4294967297 places') });
  expect(call('solve', save('each.json', lists), '--places', `${2 ** 32 + 1}`)).toMatchObject({ code: 2, said: expect.stringContaining('4294967297 places each') });
  for (const entry of [[['X']], null, {}, true]) {
    expect(call('solve', save('name.json', { ...lists, residents: { a: [entry], b: ['X'] } })), JSON.stringify(entry)).toMatchObject({ code: 2, said: expect.stringMatching(/list of residents a holds .*, which is no name/) });
  }
});

test('a repeated pair counts once, with its better score', () => {
  const file = save('repeated.json', {
    ...small,
    edges: 5,
    arrays: { ...small.arrays, rowPtr: [0, 3, 4, 5], col: [0, 1, 0, 0, 1], weight: [2, 4, 9, 8, 5] },
  });
  expect(call('solve', file).line).toMatchObject({ matched: 2, total: 14, repeated: 1, pairs: 4 });
});

const mistakes: [what: string, change: Record<string, unknown>, said: string][] = [
  ['a row pointer out of order', { arrays: { ...small.arrays, rowPtr: [0, 3, 2, 4] } }, 'rowPtr falls from 3 to 2'],
  ['a row pointer of the wrong length', { arrays: { ...small.arrays, rowPtr: [0, 2, 4] } }, 'array rowPtr has 3 entries; it needs 4'],
  ['a row pointer that does not start at nothing', { arrays: { ...small.arrays, rowPtr: [1, 2, 3, 4] } }, 'starts at 1'],
  ['a row pointer that ends early', { arrays: { ...small.arrays, rowPtr: [0, 2, 3, 3] } }, 'rowPtr ends at 3'],
  ['a supporter out of range', { arrays: { ...small.arrays, col: [0, 2, 0, 1] } }, 'names supporter 2; there are 2'],
  ['a negative supporter', { arrays: { ...small.arrays, col: [0, -1, 0, 1] } }, 'col[1] is -1'],
  ['a negative weight', { arrays: { ...small.arrays, weight: [9, -4, 8, 5] } }, 'weight[1] is -4'],
  ['a weight that is not whole', { arrays: { ...small.arrays, weight: [9, 4.5, 8, 5] } }, 'weight[1] is 4.5'],
  ['a weight that is not a number', { arrays: { ...small.arrays, weight: [9, '4', 8, 5] } }, 'weight[1] is "4"'],
  ['a weight beyond the exact range', { arrays: { ...small.arrays, weight: [9, 2 ** 31, 8, 5] } }, 'at most 2147483647'],
  [
    'a weight for a pair that is not there',
    { arrays: { ...small.arrays, weight: [9, 4, 8, 5, 1] } },
    'array weight has 5 entries; it needs 4',
  ],
  ['a capacity too many', { arrays: { ...small.arrays, capacity: [1, 1, 1] } }, 'array capacity has 3 entries; it needs 2'],
  ['a negative capacity', { arrays: { ...small.arrays, capacity: [1, -1] } }, 'capacity[1] is -1'],
  ['places that do not add up', { places: 3 }, 'the header says 3 places; capacity adds up to 2'],
  ['edges that do not add up', { edges: 5 }, 'it needs 5'],
  ['another format', { format: 'peer-match-instance/2' }, 'format is "peer-match-instance/2"'],
  ['another layout', { layout: 'coo' }, 'layout is "coo"'],
  ['no arrays', { arrays: undefined }, 'arrays is missing'],
  ['seekers that are not a number', { seekers: '3' }, 'seekers is "3"'],
  ['too many seekers', { seekers: 1e12 }, 'at most'],
  [
    'bytes that are not there',
    { arrays: { ...small.arrays, weight: { dtype: 'i32', offset: 0, length: 4 } } },
    'a .bin file that is not there',
  ],
  ['a number format that is not known', { arrays: { ...small.arrays, weight: { dtype: 'f64', offset: 0, length: 4 } } }, 'dtype "f64"'],
];

test.each(mistakes)('%s is refused with a sentence', (_what, change, said) => {
  const result = call('solve', save('mistake.json', { ...small, ...change }));
  expect(result.code).toBe(2);
  expect(result.said).toContain(said);
});

test('truncated files are refused', () => {
  const prefix = join(folder, 'made');
  expect(call('generate', prefix, '--n', '300', '--m', '60').code).toBe(0);
  expect(call('solve', `${prefix}.json`).code).toBe(0);
  truncateSync(`${prefix}.bin`, 1000);
  expect(call('solve', `${prefix}.json`).said).toMatch(/needs bytes \d+ to \d+; the .bin file has 1000/);
  expect(call('solve', save('half.json', '{"format": "peer-ma')).said).toContain('not whole JSON');
  expect(call('solve', join(folder, 'nowhere.json')).said).toContain('does not exist');
});

test('commands that are not understood are refused', () => {
  const file = save('small.json', small);
  expect(call('solve', file, '--objective', 'best')).toMatchObject({ code: 2 });
  expect(call('solve', file, '--speed', '9').said).toContain('--speed is not known');
  expect(call('solve').said).toContain('solve needs a file');
  expect(call('dance').said).toContain('not a command');
  expect(call('solve', file, '--locked', '0-1').said).toContain('not a pair');
  expect(call('solve', file, '--out').said).toContain('--out needs a value');
  expect(call('solve', file, '--seed', '--out', 'x').said).toContain('--seed needs a value');
});

test('what cannot be read, written or made is said in a sentence', () => {
  const file = save('small.json', small);
  expect(call('solve', folder)).toMatchObject({ code: 2, said: expect.stringContaining(`${folder} cannot be read: EISDIR`) });
  expect(call('solve', file, '--out', join(folder, 'nowhere', 'answer.json'))).toMatchObject({ code: 2, said: expect.stringContaining('ENOENT') });
  expect(call('generate', join(folder, 'made'), '--kmin', '9', '--kmax', '3').said).toContain('--kmin is above --kmax');
  expect(call('generate', join(folder, 'made'), '--capmin', '9', '--capmax', '3').said).toContain('--capmin is above --capmax');
});

test('explain tells what a pair would cost and who would move', () => {
  const file = save('small.json', small);
  expect(call('explain', file, '--seeker', '1', '--supporter', '0').line).toMatchObject({
    pairs: [
      {
        verdict: 'costs',
        score: 8,
        loss: { people: 0, points: 1 },
        chain: [
          { seeker: 1, from: -1, to: 0 },
          { seeker: 0, from: 0, to: -1 },
        ],
      },
    ],
  });
  expect(call('explain', file, '--seeker', '0').line).toMatchObject({
    has: 0,
    pairs: [{ verdict: 'chosen', supporter: 0 }, { supporter: 1 }],
  });
  expect(call('explain', file, '--seeker', '1', '--supporter', '0', '--objective', 'worst').line).toMatchObject({ objective: 'worst', pairs: [{ verdict: 'costs', loss: { people: 0, points: 1 } }] });
  expect(call('explain', file, '--seeker', '1', '--objective', 'stable').said).toContain('lexi, worst or weight');
  expect(call('explain', file, '--seeker', '7').said).toContain('not in this market');
  expect(call('explain', file, '--seeker', '1', '--supporter', '1').said).toContain('not a possible pair');
});

test('seekers with several places are matched as a cohort, kept to locks, saved and verified', () => {
  const file = save('two-sided.json', { ...small, arrays: { ...small.arrays, seekerCapacity: [2, 1, 1] } }), answer = join(folder, 'cohort.json');
  expect(call('solve', file, '--out', answer).line).toMatchObject({ matched: 2, total: 14, worst: 5, seekers_served: 2, certificate: { proved: true } });
  expect(call('verify', file, answer).line).toMatchObject({ verified: true, matched: 2, total: 14 });
  expect(call('solve', file, '--locked', '0:1').line).toMatchObject({ matched: 2, total: 13, worst: 4 });
  expect(call('solve', file, '--objective', 'worst').line).toMatchObject({ matched: 2, total: 14, worst: 5 });
  expect(call('verify', file, save('twice.json', [[0, 0], [0, 0]])).line).toMatchObject({ verified: false, mistakes: ['seeker 0 and supporter 0 are named twice'] });
  expect(call('verify', file, save('less.json', [[1, 0], [0, 1]]))).toMatchObject({ code: 1, line: { verified: false, expected: { matched: 2, total: 14 } } });
  expect(call('solve', file, '--objective', 'stable')).toMatchObject({ code: 2, said: expect.stringContaining('seekers with one place each') });
  expect(call('explain', file, '--seeker', '0').said).toContain('seekers with one place each');
  expect(call('solve', file, '--out', join(folder, 'cohort.bin')).said).toContain('name a .json file');
});

test('seekers with one place or none are an ordinary market', () => {
  const file = save('one-each.json', { ...small, arrays: { ...small.arrays, seekerCapacity: [0, 1, 1] } });
  expect(call('solve', file).line).toMatchObject({ matched: 2, total: 13 });
  expect(call('solve', file, '--objective', 'stable').line).toMatchObject({ matched: 2, blocking: 0 });
});

test('a seed is taken in every mode: the same seed gives the same answer, and no seed changes how good it is', () => {
  const alike = { ...small, arrays: { ...small.arrays, weight: [7, 7, 7, 7] } };
  const files = [save('alike.json', alike), save('alike-two-sided.json', { ...alike, arrays: { ...alike.arrays, seekerCapacity: [2, 1, 1] } })];
  for (const [file, objectives] of [[files[0], ['lexi', 'worst', 'weight', 'stable']], [files[1], ['lexi', 'worst', 'weight']]] as const) {
    for (const objective of objectives) {
      const answerOf = (seed: string): string => {
        const out = join(folder, 'seeded.json');
        expect(call('solve', file, '--objective', objective, '--seed', seed, '--out', out).line).toMatchObject({ matched: 2, total: 14, worst: 7 });
        return readFileSync(out, 'utf8');
      };
      const answers = Array.from({ length: 8 }, (_, seed) => answerOf(`${seed}`));
      expect(answers).toEqual(Array.from({ length: 8 }, (_, seed) => answerOf(`${seed}`)));
      expect(new Set(answers).size, `${objective} in ${file}`).toBeGreaterThan(1);
    }
  }
});
