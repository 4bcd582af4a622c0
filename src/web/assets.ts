import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserEntry } from './page.ts';

/** One built file, as it goes over the wire. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly br?: Uint8Array | undefined;
  readonly gz?: Uint8Array | undefined;
  /** For the `integrity` attribute (SHA-384). */
  readonly integrity: string;
}

/** A built file that a page names. */
interface AssetLink {
  readonly href: string;
  readonly integrity: string;
}

/** The files a browser gets beside pages: an in-memory map of exact names, so that no path can reach anything else. */
export interface Assets {
  readonly css: AssetLink | undefined;
  /** The fonts worth fetching before the style sheet is read: the letters of English and French. */
  readonly fonts: readonly AssetLink[];
  readonly icon: AssetLink | undefined;
  script(entry: 'page' | BrowserEntry): AssetLink | undefined;
  /** The worker that keeps the help page for when there is no connection. */
  readonly worker: Asset | undefined;
  /** The file of an exact path, or undefined. */
  at(path: string): Asset | undefined;
  readonly all: readonly Asset[];
}

/** A file before it is known under its path. */
export interface BuiltFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The part of Vite's manifest that matters here. */
export type Manifest = Readonly<Record<string, { readonly file: string; readonly css?: readonly string[]; readonly assets?: readonly string[] }>>;

/** The assets of a build folder (`dist/client`), with the compressed twins made at build time. */
export function assetsIn(dir: string): Assets {
  const manifest = JSON.parse(readFileSync(join(dir, '.vite/manifest.json'), 'utf8')) as Manifest;
  const names = readdirSync(join(dir, 'assets')).filter((name) => !/\.(br|gz)$/.test(name));
  const twin = (name: string) => (existsSync(join(dir, 'assets', name)) ? readFileSync(join(dir, 'assets', name)) : undefined);
  return assetsOf(
    manifest,
    names.map((name) => assetOf({ path: `/assets/${name}`, bytes: readFileSync(join(dir, 'assets', name)) }, twin(`${name}.br`), twin(`${name}.gz`))),
  );
}

/** The assets of files held in memory, compressed now: for development and tests. */
export function assetsFrom(manifest: Manifest, files: readonly BuiltFile[]): Assets {
  return assetsOf(manifest, files.map((file) => assetOf(file, ...compressed(file))));
}

/** A site without built files: pages are readable words without style. */
export function noAssets(): Assets {
  return assetsOf({}, []);
}

/** The compressed twins of a file, or none where compressing gains nothing (fonts are compressed already). */
export function compressed({ path, bytes }: BuiltFile): [br: Uint8Array | undefined, gz: Uint8Array | undefined] {
  if (!/\.(js|css|svg|json|txt)$/.test(path)) return [undefined, undefined];
  return [brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }), gzipSync(bytes, { level: 9 })];
}

function assetsOf(manifest: Manifest, files: readonly Asset[]): Assets {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const link = (file: string | undefined): AssetLink | undefined => {
    const found = file === undefined ? undefined : byPath.get(`/${file}`);
    return found === undefined ? undefined : { href: found.path, integrity: found.integrity };
  };
  return {
    css: link(manifest['src/ui/style.css']?.file),
    fonts: ['text', 'voice'].flatMap((name) => link(manifest[`src/ui/fonts/${name}-latin.woff2`]?.file) ?? []),
    icon: link(manifest['src/ui/mark.svg']?.file),
    script: (entry) => link(manifest[`src/browser/${entry}.ts`]?.file),
    worker: byPath.get(`/${manifest['src/browser/offline-worker.ts']?.file}`),
    at: (path) => byPath.get(path),
    all: files,
  };
}

function assetOf(file: BuiltFile, br?: Uint8Array, gz?: Uint8Array): Asset {
  const integrity = `sha384-${createHash('sha384').update(file.bytes).digest('base64')}`;
  return { ...file, br, gz, integrity, type: typeOf(file.path) };
}

function typeOf(path: string): string {
  const type = types[path.slice(path.lastIndexOf('.') + 1)];
  if (type === undefined) throw new Error(`${path} has a kind of file this site does not serve`);
  return type;
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  png: 'image/png',
  webp: 'image/webp',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
};
