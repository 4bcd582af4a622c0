import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { wordsKey } from '../keyring/index.ts';
import { openKeyringHere } from '../keyring/open-here.ts';
import { cast, keyOrWhy, noon } from '../keyring/testing.ts';
import { testDirectory } from '../testing/directory.ts';
import { bringSheet } from './import.ts';
import { move } from './move.ts';
import { restore } from './restore.ts';
import { shares } from './shares.ts';
import { WordsNotUnderstood } from './words.ts';

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  return () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  };
});

const member = { look: async (_: string, asked: readonly unknown[]) => ({ person: cast.amina, leaves: asked.map(() => 'write' as const) }), mayErase: async () => true };
const open = (data: string) =>
  openKeyringHere({ directory: join(data, 'keyring'), kekDirectory: join(data, 'keyring-kek'), membership: member, now: () => noon, backups: { directory: join(data, 'keyring-backups') } });

test('Two of the three papers, as they were printed, bring the keyring back where the machine is gone', async () => {
  const [data, papers, later] = [await testDirectory(), join(await testDirectory(), 'papers'), await testDirectory()];
  vi.stubEnv('COMPANIONWAY_DATA', data);
  await expect(shares(['--into', papers])).rejects.toMatchObject({ code: 'nothing-here' });
  const first = await open(data);
  const key = keyOrWhy((await first.unwrap('s', [wordsKey(cast.talk, cast.amina)]))[0]);
  await first.close();
  expect(await shares(['--into', papers])).toBe(0);
  expect(await readdir(papers)).toEqual(['share-1.html', 'share-2.html', 'share-3.html']);
  expect((await stat(join(papers, 'share-2.html'))).mode & 0o077).toBe(0);
  expect(await readFile(join(papers, 'share-2.html'), 'utf8')).toContain('<svg');
  expect(await shares(['--into', papers])).toBe(1);
  await (await open(data)).close();

  const [newest = ''] = await readdir(join(data, 'keyring-backups'));
  const file = join(data, 'keyring-backups', newest);
  vi.stubEnv('COMPANIONWAY_DATA', later);
  await expect(restore(['--keyring', file])).rejects.toMatchObject({ code: 'no-shares' });
  await expect(restore(['--keyring', file, '--share', join(papers, 'share-1.html')])).rejects.toThrow('Two different');
  expect(await readdir(later)).toEqual([]);
  expect(await restore(['--keyring', file, '--share', join(papers, 'share-3.html'), '--share', join(papers, 'share-1.html')])).toBe(0);
  await expect(restore(['--keyring', file, '--share', join(papers, 'share-3.html'), '--share', join(papers, 'share-1.html')])).rejects.toMatchObject({ code: 'keyring-not-empty' });
  const again = await open(later);
  expect(keyOrWhy((await again.unwrap('s', [wordsKey(cast.talk, cast.amina)]))[0])).toBe(key);
  await again.close();
});

test('Words that no command knows are not understood, and change nothing', async () => {
  await expect(move([])).rejects.toThrow(WordsNotUnderstood);
  await expect(move(['--to', 'the-moon'])).rejects.toThrow(WordsNotUnderstood);
  vi.stubEnv('DATABASE_URL', '');
  expect(await move(['--to', 'server'])).toBe(2);
  await expect(shares([])).rejects.toThrow(WordsNotUnderstood);
  await expect(restore([])).rejects.toThrow(WordsNotUnderstood);
  const sheet = ['people.csv', '--programme', 'grief'];
  await expect(bringSheet([...sheet, '--side', 'seeker', '--consent', 'perhaps'])).rejects.toThrow(WordsNotUnderstood);
  await expect(bringSheet([...sheet, '--side', 'seeker', '--already-supporters'])).rejects.toThrow(WordsNotUnderstood);
});
