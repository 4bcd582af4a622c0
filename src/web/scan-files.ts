import { connect } from 'node:net';

/** What a scanner said of a file; `silent` when it said nothing that can be understood, or was not there. */
export type Scanned = 'clean' | 'harmful' | 'silent';

const WITHIN_MS = 20_000;
/** A scanner reads piece by piece. */
const PIECE = 64 * 1024;

/**
 * Hands a file to the virus scanner of this machine, ClamAV's `clamd` (its INSTREAM command), before anything here reads it (ASVS 5.4.3). It gets the bytes and
 * nothing else: no name, no sender.
 * @param at the scanner's socket (`/run/clamav/clamd.ctl`), or `tcp://127.0.0.1:3310`.
 */
export async function scanFile(at: string, file: Blob): Promise<Scanned> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const answer = await new Promise<string>((said) => {
    const url = at.startsWith('tcp:') ? new URL(at) : undefined;
    const socket = url === undefined ? connect(at) : connect(Number(url.port) || 3310, url.hostname);
    let heard = '';
    socket
      .setTimeout(WITHIN_MS, () => socket.destroy())
      .on('error', () => undefined)
      .on('data', (more) => (heard += more.toString('latin1')))
      .on('close', () => said(heard));
    socket.write('zINSTREAM\0');
    for (let from = 0; from < bytes.length; from += PIECE) {
      const piece = bytes.subarray(from, from + PIECE);
      socket.write(Buffer.concat([lengthOf(piece), piece]));
    }
    socket.write(Buffer.alloc(4));
  });
  const [, word] = /^stream: (?:.* )?(OK|FOUND)\0?$/.exec(answer.trim()) ?? [];
  return word === 'OK' ? 'clean' : word === 'FOUND' ? 'harmful' : 'silent';
}

function lengthOf(piece: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(piece.length);
  return length;
}
