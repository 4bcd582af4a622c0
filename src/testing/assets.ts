import { build } from 'vite';
import { type Assets, assetsFrom, type BuiltFile, type Manifest } from '../web/assets.ts';

let built: Promise<Assets> | undefined;

/** The browser's files as a real build makes them, held in memory (about half a second, once for each test file). */
export function testAssets(): Promise<Assets> {
  return (built ??= make());
}

async function make(): Promise<Assets> {
  const output = await build({ logLevel: 'error', mode: 'production', build: { write: false, manifest: true } });
  const chunks = [output].flat().flatMap((one) => ('output' in one ? one.output : []));
  const files = chunks.map(({ fileName, ...chunk }): BuiltFile => ({ path: `/${fileName}`, bytes: Buffer.from('code' in chunk ? chunk.code : chunk.source) }));
  const manifest = files.find((file) => file.path === '/.vite/manifest.json');
  if (manifest === undefined) throw new Error('The build made no manifest');
  return assetsFrom(JSON.parse(Buffer.from(manifest.bytes).toString()) as Manifest, files.filter((file) => file.path.startsWith('/assets/')));
}
