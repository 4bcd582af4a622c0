#!/usr/bin/env node
// Builds dist/client (what browsers get, with compressed twins) and dist/server (the programs). Needs the project's own Node: npm run build.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { compressed } from '../src/web/assets.ts';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const programs = readdirSync('src').some((name) => /^[\w-]+\.tsx?$/.test(name));

await build({ logLevel: 'warn' });
const assets = 'dist/client/assets';
mkdirSync(assets, { recursive: true });
for (const name of readdirSync(assets)) {
  const [br, gz] = compressed({ path: name, bytes: readFileSync(join(assets, name)) });
  if (br) writeFileSync(join(assets, `${name}.br`), br);
  if (gz) writeFileSync(join(assets, `${name}.gz`), gz);
}
if (programs) await build({ logLevel: 'warn', build: { ssr: true } });
