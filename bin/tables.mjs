#!/usr/bin/env node
// Writes src/platform/tables.ts from the migrated database, or with --check says whether it is up to date (exit code 1 when not).
// Run after adding a migration: npx node bin/tables.mjs
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'src', 'platform', 'tables.ts');

// The project's own Node reads TypeScript; an older one on the path hands over to it.
if (process.features.typescript === undefined || process.features.typescript === false) {
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  process.exit(spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1);
}

const { startTestServer } = await import('../src/testing/server.ts');
const { writeAddress } = await import('../src/platform/postgres/address.ts');

const server = await startTestServer();
const scratch = mkdtempSync(join(tmpdir(), 'companionway-tables-'));
try {
  const written = generate(writeAddress({ ...server.owner, database: server.template }));
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== written) {
      process.stderr.write('src/platform/tables.ts differs from the migrations. Run: npx node bin/tables.mjs\n');
      process.exitCode = 1;
    }
  } else {
    writeFileSync(target, written);
    process.stdout.write('src/platform/tables.ts is written.\n');
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
  await server.stop();
}

function generate(url) {
  const file = join(scratch, 'tables.ts');
  const cli = join(createRequire(import.meta.url).resolve('kysely-codegen/package.json'), '..', 'dist', 'cli', 'bin.js');
  const options = ['--dialect', 'postgres', '--url', url, '--out-file', file, '--include-pattern', 'public.*', '--type-mapping', '{"int8":"number"}', '--date-parser', 'string'];
  execFileSync(process.execPath, [cli, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  const body = readFileSync(file, 'utf8').replace(/^\/\*\*[\s\S]*?\*\/\n*/, '').replace('export interface DB {', '/** Every table the app may name, with its columns. */\nexport interface Tables {');
  return `// Written by \`npx node bin/tables.mjs\` from the migrated database. Not edited by hand.\n\n${body}`;
}
