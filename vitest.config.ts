import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const shared = {
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
} as const;

const database = {
  // A test waits for the database, a browser or a child process half of its time: three files side by side use both cores of a small machine.
  // All projects share them, the browsers' files first, so that no long file is left to run alone at the end.
  maxWorkers: 3,
  globalSetup: ['src/testing/global-setup.ts'],
  setupFiles: ['src/testing/close-houses.ts'],
};

const all = globSync('{src,packages,guards}/**/*.test.{ts,tsx}', { cwd: import.meta.dirname, exclude: (name) => name === 'node_modules' });
/** The files that open a browser: those that say so among their imports. */
const withBrowser = all.filter((file) => /from '.*testing\/browser\.ts'|from 'playwright-core'|from 'lighthouse'/.test(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')));

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          ...database,
          name: 'node',
          include: ['{src,packages,guards}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', ...withBrowser],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...database,
          name: 'browser',
          include: withBrowser,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...database,
          name: 'journeys',
          include: ['journeys/**/*.journey.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
