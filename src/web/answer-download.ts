import { Absent } from '../platform/outcome.ts';
import type { Desk } from './desk.ts';
import { answerEnd } from './ends.tsx';
import { notHere } from './send.tsx';
import { notChanged, tagOf } from './conditional.ts';
import type { Download } from './download.ts';
import { safeHeaders } from './headers.ts';
import { notShown } from './not-shown.ts';
import type { Arrival } from './scene-of.ts';

/** Answers with a file: saved under its name, never run, never guessed at, and kept by nobody unless it says so. */
export async function answerDownload(download: Download, arrival: Arrival, desk: Desk): Promise<Response> {
  const { c, site, visit } = arrival;
  if (download.may !== 'anyone' && visit.actor.kind === 'stranger') return notHere(arrival, desk);
  try {
    const { body, type, fileName, inPage, cache } = await download.load(visit);
    safeHeaders(c, { https: site.https });
    // Whatever is in the file, it runs nothing and reaches nothing.
    c.header('Content-Security-Policy', `default-src 'none';${inPage === true ? '' : " style-src 'unsafe-inline'; img-src 'self' data:;"} sandbox; base-uri 'none'; frame-ancestors 'none'`);
    c.header('Content-Type', type);
    if (fileName !== undefined) c.header('Content-Disposition', dispositionOf(fileName, inPage === true ? 'inline' : 'attachment'));
    c.header('Cache-Control', cache === 'check' ? 'private, no-cache' : 'no-store');
    if (cache === 'check' && !(body instanceof ReadableStream)) {
      const tag = tagOf(body);
      c.header('ETag', tag);
      if (notChanged(c.req.header('if-none-match'), tag)) return c.body(null, 304);
    }
    return c.body(body as string);
  } catch (end) {
    if (end instanceof Absent) await notShown(arrival, download.address);
    return answerEnd(end, undefined, arrival, desk);
  }
}

/** A file name for browsers old and new (RFC 6266): accents travel, line ends and quotes do not. */
function dispositionOf(fileName: string, how: 'inline' | 'attachment'): string {
  const plain = fileName.normalize('NFKD').replaceAll(/[^\w .-]+/g, '').trim() || 'file';
  return `${how}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
