import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { breach, floorOf, floors } from './floors.js';

const root = join(import.meta.dirname, '..');

/** Every source file below a folder, as paths relative to the project. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules') && statSync(join(root, folder, name)).isFile())
    .map((name) => posix.join(folder, name.split(sep).join('/')));
}

/** What a file imports at run time: paths within the project, or names of packages. Imports of types alone build no wall. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found = [...text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm), ...text.matchAll(/\bimport\('([^']+)'\)/g)];
  return found.flatMap(([, to = '']) => (to.startsWith('.') ? [relative(root, join(root, dirname(path), to)).split(sep).join('/')] : [to]));
}

const files = [...sources('src'), ...sources('packages/matching/src')];

describe('the walls of the house', () => {
  test('No import climbs, goes sideways or skips a door', () => {
    const breaches = files.flatMap((path) => importsOf(path).flatMap((to) => breach(path, to) ?? []));
    expect(breaches).toEqual([]);
  });

  test('Every room stands on a floor, and every floor’s room is there', () => {
    const rooms = readdirSync(join(root, 'src/rooms'));
    expect(rooms.filter((room) => floorOf(room) === undefined)).toEqual([]);
    expect(floors.flat().filter((room) => !rooms.includes(room))).toEqual([]);
  });

  test('docs/map.md prints the floors as they are', () => {
    const map = readFileSync(join(root, 'docs/map.md'), 'utf8');
    for (const [at, rooms] of floors.entries()) expect(map).toContain(`| ${at + 1} | ${rooms.join(' · ')} |`);
  });

  test('The guard reads what is there: as many files as the folders hold, and far more imports than files', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(files.length);
  });

  test.each([
    ['src/rooms/people/x.ts', 'src/rooms/intake/index.ts', /not below/],
    ['src/rooms/intake/x.ts', 'src/rooms/letters/index.ts', /not below/],
    ['src/rooms/intake/x.ts', 'src/rooms/people/secrets.ts', /door/],
    ['src/rooms/intake/x.ts', 'src/web/page.ts', /nothing of the web/],
    ['src/rooms/intake/x.ts', 'preact', /plain values/],
    ['src/platform/x.ts', 'src/rooms/people/index.ts', /ground/],
    ['src/pages/member/x.page.tsx', 'src/rooms/people/secrets.ts', /door/],
    ['src/pages/member/x.page.tsx', 'kysely', /queries live in rooms/],
    ['src/pages/member/x.page.tsx', 'src/platform/database.ts', /views and acts/],
    ['src/ui/x.tsx', 'src/rooms/people/index.ts', /furniture/],
    ['src/browser/x.ts', 'src/platform/ids.ts', /nothing from the server/],
    ['packages/matching/src/x.ts', 'src/rooms/people/index.ts', /imports nothing/],
    ['packages/matching/src/x.ts', 'kysely', /imports nothing/],
    ['src/rooms/intake/x.ts', 'src/testing/town.ts', /only tests/],
    ['src/rooms/intake/x.ts', 'src/backup/index.ts', /without its tools/],
    ['src/platform/x.ts', 'src/audit/index.ts', /without its tools/],
    ['src/pages/administrator/x.page.tsx', 'src/doctor/finding.ts', /ask the doctor/],
  ])('A planted breach is caught: %s imports %s', (from, to, sentence) => {
    expect(breach(from, to)).toMatch(sentence);
  });
});
