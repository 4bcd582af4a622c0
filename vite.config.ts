import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';

// The pages' own code and look: one file for each entry without shared parts, so that each can carry its hash in the page (Integrity-Policy).
const browser = ['page', 'live-feed', 'offline', 'offline-worker', 'passkey', 'shrink-picture', 'talk-form'].filter((name) => readdirSync('src/browser').includes(`${name}.ts`));

// Every file that stands directly in `src` is a program: `src/companionway.ts` becomes `dist/server/companionway.js`.
const programs = readdirSync('src').filter((name) => /^[\w-]+\.tsx?$/.test(name) && !name.includes('.test.'));

export default defineConfig(({ isSsrBuild }) => ({
  appType: 'custom',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: isSsrBuild
    ? {
        ssr: true,
        target: 'node24',
        outDir: 'dist/server',
        emptyOutDir: true,
        sourcemap: true,
        rollupOptions: {
          input: Object.fromEntries(programs.map((name) => [name.replace(/\.tsx?$/, ''), `src/${name}`])),
          output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      }
    : {
        outDir: 'dist/client',
        emptyOutDir: true,
        manifest: true,
        // Private fields and newer syntax would cost helpers; nothing here needs them.
        target: 'es2020',
        // Below these, logical properties would be rewritten into long lists of languages that ignore `dir`.
        cssTarget: ['chrome99', 'safari15.4', 'firefox97'],
        modulePreload: false,
        assetsInlineLimit: 0,
        reportCompressedSize: false,
        rollupOptions: { input: [...browser.map((name) => `src/browser/${name}.ts`), 'src/ui/style.css', 'src/ui/mark.svg'] },
      },
}));
