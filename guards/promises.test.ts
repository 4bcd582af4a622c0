import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'docs/promises.md'), 'utf8');

/** A promise is a line of the table: `| what we promise | test file | title of the test |`. */
const promises = [...text.matchAll(/^\| (?!What we promise|---)(.+?) \| `(.+?)` \| (.+?) \|$/gm)].map(([, promise = '', file = '', title = '']) => ({ promise, file, title }));

describe('docs/promises.md', () => {
  test('There are promises, and each line of the table is one', () => {
    const lines = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| What we promise') && !line.startsWith('|---'));
    expect(promises.length).toBeGreaterThan(10);
    expect(lines.length).toBe(promises.length);
  });

  test.each(promises)('“$promise” is kept by a test that is there', ({ file, title }) => {
    expect(existsSync(join(root, file)), file).toBe(true);
    expect(readFileSync(join(root, file), 'utf8')).toContain(title);
  });
});
