import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';

/** A mail server of a test: keeps what it is given, and says no as told. */
export interface Mailbox {
  readonly url: string;
  readonly letters: (Email & { readonly to: { address: string }[] })[];
  /** Says no to a recipient: a text with its code (`550 No such person`), or nothing. */
  answerRecipient: (address: string) => string | undefined;
  /** Called when a letter was taken in, before the server says so. What it returns is the answer (`451 Later`); nothing is a yes. */
  taken: () => Promise<string | undefined | void>;
  /** Breaks every line there is, without a word. */
  hangUp(): void;
  close(): Promise<void>;
}

/** Opens a mail server on a free port. */
export async function mailbox(port = 0): Promise<Mailbox> {
  const letters: Mailbox['letters'] = [];
  const lines = new Set<Socket>();
  const box = { answerRecipient: (): string | undefined => undefined, taken: async () => undefined } as Pick<Mailbox, 'answerRecipient' | 'taken'>;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }: SMTPServerAddress, _session, next) => {
      next(asNo(box.answerRecipient(address)));
    },
    onData: async (stream, _session, next) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of stream) chunks.push(chunk as Buffer);
      } catch {
        return; // The line broke before the end: such a letter never was.
      }
      letters.push((await PostalMime.parse(Buffer.concat(chunks))) as Mailbox['letters'][number]);
      next(asNo((await box.taken()) ?? undefined));
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (line: Socket) => void lines.add(line.once('close', () => lines.delete(line))));
  await new Promise<void>((opened) => server.listen(port, '127.0.0.1', () => opened()));
  const { port: at } = server.server.address() as AddressInfo;
  return Object.assign(box, { url: `smtp://127.0.0.1:${at}`, letters, hangUp: () => lines.forEach((line) => line.destroy()), close: () => new Promise<void>((closed) => server.close(() => closed())) });
}

function asNo(no: string | undefined): Error | null {
  return no === undefined ? null : Object.assign(new Error(no.slice(4)), { responseCode: Number(no.slice(0, 3)) });
}
