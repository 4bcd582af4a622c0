#!/usr/bin/env node
// Writes src/messages/keys.ts from the English sentences: run it after adding or changing one.
//   npx node bin/messages.mjs           write
//   npx node bin/messages.mjs --check   only say whether it is fresh (exit code 1 when it is not)
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error('This needs the project’s own Node: run `npx node bin/messages.mjs`.');
  process.exit(2);
}
const { keysFile } = await import('../src/messages/shape.ts');

const messages = fileURLToPath(new URL('../src/messages/', import.meta.url));
const english = join(messages, 'en');
const target = join(messages, 'keys.ts');

const rooms = Object.fromEntries(readdirSync(english).filter((file) => file.endsWith('.json')).sort()
  .map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(english, file), 'utf8'))]));
const wanted = keysFile(rooms);
const fresh = read(target) === wanted;

if (process.argv.includes('--check')) {
  if (!fresh) console.error('src/messages/keys.ts is older than the sentences: run `npx node bin/messages.mjs`.');
  process.exit(fresh ? 0 : 1);
}
if (!fresh) {
  // Renamed into place, so that a type check running at the same moment never sees half a file.
  writeFileSync(`${target}.${process.pid}.new`, wanted);
  renameSync(`${target}.${process.pid}.new`, target);
}
console.log(`${wanted.split("\n  '").length - 1} sentences, keys.ts ${fresh ? 'was fresh' : 'written'}`);

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (reason) {
    if (reason.code === 'ENOENT') return '';
    throw reason;
  }
}
