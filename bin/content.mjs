#!/usr/bin/env node
// Writes src/content/starter.json and src/content/ids.ts from content/*.yaml: run it after changing starter content.
//   npx node bin/content.mjs           check and write
//   npx node bin/content.mjs --check   only say whether they are fresh (exit code 1 when not)
// Parsing the YAML takes about 260 ms and the JSON 2 ms, so the program starts from the JSON.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error('This needs the project’s own Node: run `npx node bin/content.mjs`.');
  process.exit(2);
}
const { idsFile, readYaml, starterFile } = await import('../src/content/source.ts');
const { build } = await import('../src/content/build.ts');

const root = fileURLToPath(new URL('../', import.meta.url));
const content = join(root, 'content');
const names = readdirSync(content, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.yaml')).sort();
const files = Object.fromEntries(names.map((name) => [name, readYaml(readFileSync(join(content, name), 'utf8'))]));
try {
  build(files);
} catch (fault) {
  console.error(fault.message);
  process.exit(1);
}
const wanted = { 'starter.json': starterFile(files), 'ids.ts': idsFile(files) };
const stale = Object.entries(wanted).filter(([name, text]) => read(join(root, 'src/content', name)) !== text);

if (process.argv.includes('--check')) {
  if (stale.length > 0) console.error('src/content is older than content/: run `npx node bin/content.mjs`.');
  process.exit(stale.length > 0 ? 1 : 0);
}
for (const [name, text] of stale) {
  const target = join(root, 'src/content', name);
  writeFileSync(`${target}.${process.pid}.new`, text);
  renameSync(`${target}.${process.pid}.new`, target);
}
console.log(`${names.length} files, ${stale.length === 0 ? 'all was fresh' : `${stale.map(([name]) => name).join(' and ')} written`}`);

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (reason) {
    if (reason.code === 'ENOENT') return '';
    throw reason;
  }
}
