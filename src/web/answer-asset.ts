import type { Context } from 'hono';
import type { Asset, Assets } from './assets.ts';

/**
 * A built file by its exact name. Names carry a hash of their content, so a copy is good for ever.
 * The worker that keeps the help page has one fixed address and is checked each time.
 */
export function answerAsset(c: Context, assets: Assets, worker?: 'offline-worker'): Response {
  const asset = worker === undefined ? assets.at(c.req.path) : assets.worker;
  // A file opened by itself shows and runs nothing; as part of a page, the page's own policy counts.
  c.header('Content-Security-Policy', filePolicy);
  if (asset === undefined) return c.text('Not here\n', 404, { 'Cache-Control': 'no-store' });
  c.header('Content-Type', asset.type);
  c.header('Cache-Control', worker === undefined ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (worker !== undefined) {
    c.header('Service-Worker-Allowed', '/help');
    c.header('Content-Security-Policy', `${filePolicy}; connect-src 'self'`);
  }
  c.header('Vary', 'Accept-Encoding');
  const [bytes, encoding] = smallest(asset, c.req.header('accept-encoding') ?? '');
  if (encoding !== undefined) c.header('Content-Encoding', encoding);
  return c.body(bytes as Uint8Array<ArrayBuffer>);
}

const filePolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

function smallest(asset: Asset, accepted: string): [Uint8Array, ('br' | 'gzip')?] {
  if (asset.br !== undefined && /\bbr\b(?!;q=0(\.0*)?(,|$))/.test(accepted)) return [asset.br, 'br'];
  if (asset.gz !== undefined && /\bgzip\b(?!;q=0(\.0*)?(,|$))/.test(accepted)) return [asset.gz, 'gzip'];
  return [asset.bytes];
}
