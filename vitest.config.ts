import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const shared = {
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
} as const;

/** Ends what hangs, and judges nothing else: no test is about time, and the machine may be slow, old, or busy with something else. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

const database = {
  // A worker runs one file after the other: what a file imports and V8 made fast is there for the next. What a file opens, it closes (close-houses.ts).
  isolate: false,
  // A test waits for the database, a browser or a child process half of its time: three files side by side use both cores of a small machine.
  // All projects share them, the browsers' files first, so that no long file is left to run alone at the end.
  maxWorkers: 3,
  globalSetup: ['src/testing/global-setup.ts'],
  setupFiles: ['src/testing/close-houses.ts'],
  // What is waited for is looked at again until it holds: one second, as vitest has it, is no long time on a machine that is busy with a browser.
  expect: { poll: { timeout: 15_000 } },
};

const all = globSync('{src,packages,guards}/**/*.test.{ts,tsx}', { cwd: import.meta.dirname, exclude: (name) => name === 'node_modules' });
/** Files that start servers or processes of their own, or tell the demo's story: they take long, however short they are. */
const heavy = new Set(all.filter((file) => /testing\/(demo|embedded|crash-\w+|crash-walker)\.ts'/.test(readFileSync(`${import.meta.dirname}/${file}`, 'utf8'))).map((file) => `${import.meta.dirname}/${file}`));

/** As vitest has it (the longest of the last run first, the largest file where no run is known), with the heavy files before the others of their project: a long file that begins last runs alone. */
class HeavyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification) => (project.name !== 'node' ? 0 : heavy.has(moduleId) ? 1 : 2);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

/** The files that open a browser: those that say so among their imports. */
const withBrowser = all.filter((file) => /from '.*testing\/browser\.ts'|from 'playwright-core'|from 'lighthouse'/.test(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')));

export default defineConfig({
  test: {
    sequence: { sequencer: HeavyFirst },
    projects: [
      {
        ...shared,
        test: {
          ...database,
          name: 'node',
          include: ['{src,packages,guards}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', ...withBrowser],
          ...patience,
        },
      },
      {
        ...shared,
        test: {
          ...database,
          name: 'browser',
          include: withBrowser,
          ...patience,
        },
      },
      {
        ...shared,
        test: {
          ...database,
          name: 'journeys',
          include: ['journeys/**/*.journey.ts'],
          ...patience,
        },
      },
    ],
  },
});
