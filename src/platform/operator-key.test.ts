import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testDirectory } from '../testing/directory.ts';
import { operatorSecret, rolePassword } from './operator-key.ts';
import { verifier } from './roles.ts';

const tooShort = expect.objectContaining({ name: 'DatabaseRefusal', code: 'secret-too-short' });

describe('the operator’s secret', () => {
  it('is made once, for us alone, and the same ever after', async () => {
    const data = join(await testDirectory(), 'not', 'there', 'yet');
    const secret = await operatorSecret(data, undefined);
    expect(secret).toHaveLength(32);
    expect(await operatorSecret(data, '')).toEqual(secret);
    const path = join(data, 'secrets', 'operator.key');
    expect([(await stat(path)).mode & 0o777, (await stat(join(data, 'secrets'))).mode & 0o777]).toEqual([0o600, 0o700]);
    expect((await stat(data)).mode & 0o001).toBe(1);
  });

  it('is one, whoever of several starts makes it', async () => {
    const data = await testDirectory();
    const made = await Promise.all(Array.from({ length: 8 }, () => operatorSecret(data, undefined)));
    expect(new Set(made.map((one) => one.toString('hex'))).size).toBe(1);
    expect(await readdir(join(data, 'secrets'))).toEqual(['operator.key']);
  });

  it('may be given, in hex or base64, and is then written nowhere', async () => {
    const data = await testDirectory();
    const bytes = Buffer.alloc(32, 0xe7);
    expect(await operatorSecret(data, bytes.toString('hex'))).toEqual(bytes);
    expect(await operatorSecret(data, ` ${bytes.toString('base64')}\n`)).toEqual(bytes);
    expect(await readdir(data)).toEqual([]);
  });

  it('is refused when it is too short to guard anything', async () => {
    const data = await testDirectory();
    await expect(operatorSecret(data, 'correct horse')).rejects.toEqual(tooShort);
    await operatorSecret(data, undefined);
    const path = join(data, 'secrets', 'operator.key');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 20));
    await expect(operatorSecret(data, undefined)).rejects.toEqual(tooShort);
  });

  it('gives each login another password', () => {
    const secret = Buffer.alloc(32, 1);
    expect(rolePassword(secret, 'a')).not.toBe(rolePassword(secret, 'b'));
    expect(rolePassword(secret, 'a')).not.toBe(rolePassword(Buffer.alloc(32, 2), 'a'));
    expect(rolePassword(secret, 'a')).toMatch(/^[\w-]{43}$/);
  });

  it('gives each login another password once they are renewed, and the same one to every node that was told so', () => {
    const secret = Buffer.alloc(32, 1);
    const [before, after] = [rolePassword(secret, 'a', ''), rolePassword(secret, 'a', '2026-11')];
    expect(new Set([before, after, rolePassword(secret, 'a', '2027-11'), rolePassword(secret, 'b', '2026-11')]).size).toBe(4);
    expect(rolePassword(secret, 'a', '2026-11')).toBe(after);
    expect(verifier(secret, 'a')).not.toContain(before);
  });
});
