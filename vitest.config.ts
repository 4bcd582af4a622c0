import { defineConfig } from 'vitest/config';

const shared = {
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
} as const;

const database = {
  globalSetup: ['src/testing/global-setup.ts'],
  setupFiles: ['src/testing/close-houses.ts'],
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          ...database,
          name: 'node',
          include: ['{src,packages,guards}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**'],
          testTimeout: 20_000,
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
          // One browser at a time: two of them on two cores make each other's waits run out.
          fileParallelism: false,
        },
      },
    ],
  },
});
