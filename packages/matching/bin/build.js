#!/usr/bin/env node
// Makes dist/: the package as it is published, plain JavaScript with declarations, because Node does not strip types
// inside node_modules. Within this repository everything runs from src/ and nothing has to be built.
//   node packages/matching/bin/build.js && npm publish packages/matching/dist
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const dist = join(home, 'dist');
const inJavaScript = (code) => code.replace(/(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g, '$1$2.js$1');

rmSync(dist, { recursive: true, force: true });
const published = globSync('src/**/*.ts', { cwd: home }).filter((file) => !file.endsWith('.test.ts') && !file.includes('testing'));
for (const file of published) {
  const target = join(dist, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, inJavaScript(stripTypeScriptTypes(readFileSync(join(home, file), 'utf8'))));
}

const types = spawnSync('npx', ['tsc', '-p', home, '--outDir', join(dist, 'src'), '--composite', 'false', '--incremental', 'false'], { stdio: 'inherit' });
if (types.status !== 0) process.exit(types.status ?? 1);
for (const file of globSync('src/**/*.d.ts', { cwd: dist })) {
  if (/\.test\.d\.ts$|testing/.test(file)) rmSync(join(dist, file));
  else writeFileSync(join(dist, file), inJavaScript(readFileSync(join(dist, file), 'utf8')));
}

for (const file of ['README.md', 'PEOPLE.md', 'LICENSE']) cpSync(join(home, file), join(dist, file));
mkdirSync(join(dist, 'bin'));
writeFileSync(join(dist, 'bin/companionway-matching.js'), inJavaScript(readFileSync(join(home, 'bin/companionway-matching.js'), 'utf8')), { mode: 0o755 });
const about = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ ...about, exports: { '.': { types: './src/index.d.ts', default: './src/index.js' } } }, null, 2)}\n`);
console.log(`${published.length} modules in ${dist}`);
