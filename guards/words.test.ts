import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { columnsIn, exportsIn, faultOfExport, faultOfName, faultOfPath, tablesIn } from './names.ts';

const root = join(import.meta.dirname, '..');

// Where a word stands for something that is no person. Each has its reason, and goes when its file or name goes.
const known: Readonly<Record<string, string>> = {
  'src/keyring/client.ts': 'the near end of a wire to another process',
  'client_message_id': 'the id a message had on the device that sent it',
};
/** The faults of names that have no reason to stay. */
const faultsOf = (names: readonly string[], look: (name: string) => string | undefined) => names.filter((name) => !(name in known)).flatMap((name) => look(name) ?? []);

const under = (folder: string) => {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/'));
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return [];
    throw reason;
  }
};
const paths = ['bench', 'bin', 'content', 'docs', 'guards', 'journeys', 'migrations', 'packages', 'seed', 'src'].flatMap(under);
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const sql = () => paths.filter((path) => path.endsWith('.sql')).map(read).join('\n');
const columns = () => columnsIn(sql());

test('files and folders have no name we avoid', () => {
  expect(paths.length).toBeGreaterThan(100);
  expect(faultsOf(paths, faultOfPath)).toEqual([]);
});

test('every exception is still needed', () => {
  expect(Object.keys(known).filter((name) => ![...paths, ...columns()].includes(name) || (faultOfPath(name) ?? faultOfName(name)) === undefined)).toEqual([]);
});

test('exported things have no name we avoid', () => {
  const code = paths.filter((path) => /(?<!\.test)\.tsx?$/.test(path));
  const faults = code.flatMap((path) => exportsIn(read(path)).flatMap((found) => faultOfExport(found) ?? []).map((fault) => `${path}: ${fault}`));
  expect(faults).toEqual([]);
});

test('tables and columns have no name we avoid', () => {
  expect(tablesIn(sql())).toContain('organisation');
  expect(faultsOf([...tablesIn(sql()), ...columns()], faultOfName)).toEqual([]);
});

test('sentences have no key we avoid', () => {
  const keys = [...read('src/messages/keys.ts').matchAll(/^ {2}'([^']+)':/gm)].map(([, key = '']) => key);
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.flatMap((key) => faultOfName(key) ?? [])).toEqual([]);
});

test('the glossary gives every word its Avoid line, and names every word this guard finds', () => {
  const glossary = read('docs/words.md');
  const entries = glossary.split(/\n\n/).filter((block) => block.startsWith('**'));
  expect(entries.length).toBeGreaterThan(40);
  expect(entries.filter((block) => !block.includes('*Avoid* '))).toEqual([]);
  const avoided = [...glossary.matchAll(/\*Avoid\* ([^*]+)/g)].map(([, words = '']) => words).join(' ');
  expect(['user', 'client', 'patient', 'case', 'ticket', 'submit', 'invalid', 'admin', 'helper', 'manager', 'handler'].filter((word) => !new RegExp(`\\b${word}\\b`).test(avoided)))
    .toEqual([]);
});

describe('what counts as a name we avoid', () => {
  test.each(['userName', 'listUsers', 'CLIENT_ID', 'patient-list', 'openCase', 'ticket_id', 'submitForm', 'isInvalid', 'adminPage', 'Cases'])('%s does', (name) => {
    expect(faultOfName(name)).toContain(name);
  });

  test.each(['because', 'kebabCase', 'toLowerCase', 'ignore_case', 'userAgent', 'patience', 'validated', 'administrator', 'showcase', 'helpLine', 'inCommon'])('%s does not', (name) => {
    expect(faultOfName(name)).toBeUndefined();
  });

  test('names that say only that something is done', () => {
    const fault = (code: string) => exportsIn(code).flatMap((found) => faultOfExport(found) ?? []).length;
    expect(['export class MatchService {}', 'export const dateUtils = 1', 'export function useHandler() {}', 'export interface RowDto {}', 'export type RoomManager = 1',
      'const a = 1, MailImpl = 2; export { a, MailImpl }', 'export { a as userList }'].map(fault)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(['export type HelpService = 1', 'const HandlerOfOne = 1', 'export const handled = 1', 'export { userList as people }'].map(fault)).toEqual([0, 0, 0, 0]);
  });

  test('folders where meaning goes to rest', () => {
    expect(['src/utils/dates.ts', 'src/common.ts', 'src/rooms/misc/a.ts', 'src/test-helpers.ts', 'src/mail-manager.ts'].map((path) => faultOfPath(path) !== undefined)).toEqual(Array(5).fill(true));
    expect(['src/rooms/intake/in-common.ts', 'src/helped.ts'].map((path) => faultOfPath(path))).toEqual([undefined, undefined]);
  });

  test('tables and columns are read from SQL, constraints and keywords are not', () => {
    const made = `create table person (id uuid not null, user_name text check (case when true then true end), -- the client
      primary key (id), constraint one_case unique (id)); alter table person add column ticket text;`;
    expect([tablesIn(made), columnsIn(made)]).toEqual([['person'], ['id', 'user_name', 'ticket']]);
  });
});
