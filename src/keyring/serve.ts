import type { Socket } from 'node:net';
import { type Keyring, KeyringUnavailable } from './keyring.ts';
import { KeyringMisused } from './place.ts';
import { isToken, type KeyringAddress, type KeyringToken, listenAt, readInto } from './transport.ts';
import { messageBytes, messageReader, readRequest, type Request } from './wire.ts';

/** A keyring that others reach. `tellDestroyed` lets every connection wipe its copies of destroyed keys. */
export interface ServedKeyring {
  readonly address: KeyringAddress;
  tellDestroyed(ids: readonly string[]): void;
  close(): Promise<void>;
}

/** How long a new connection may take to say the token, in milliseconds. */
const HELLO_WITHIN = 5000;

/** Lets others reach a keyring. The first message of a connection is `{hello: token}`; without it nothing is answered. */
export async function serveKeyring(keyring: Keyring, settings: { readonly address: KeyringAddress; readonly token: KeyringToken }): Promise<ServedKeyring> {
  const [open, greeted] = [new Set<Socket>(), new Set<Socket>()];
  const { server, address } = await listenAt(settings.address, settings.token, (socket) => {
    open.add(socket);
    const late = setTimeout(() => socket.destroy(), HELLO_WITHIN);
    const read = messageReader((message) => {
      if (greeted.has(socket)) return void answer(keyring, socket, message);
      if (!isToken(settings.token, message['hello'])) return void socket.destroy();
      clearTimeout(late);
      greeted.add(socket);
      send(socket, { welcome: 1 });
    });
    readInto(socket, read);
    socket.on('close', () => {
      clearTimeout(late);
      open.delete(socket);
      greeted.delete(socket);
    });
  });
  return {
    address,
    tellDestroyed: (ids) => {
      for (const socket of greeted) for (let at = 0; at < ids.length; at += 10_000) send(socket, { destroyed: ids.slice(at, at + 10_000) });
    },
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    }),
  };
}

async function answer(keyring: Keyring, socket: Socket, message: Readonly<Record<string, unknown>>): Promise<void> {
  const id = message['id'];
  try {
    send(socket, { id, answer: await perform(keyring, readRequest(message)) });
  } catch (error) {
    if (error instanceof KeyringMisused) return send(socket, { id, misused: error.message });
    // Nothing of an unexpected error goes over the wire; the keyring's own log has it.
    if (!(error instanceof KeyringUnavailable)) process.stderr.write(`keyring: ${error instanceof Error ? error.stack : 'an unknown error'}\n`);
    send(socket, { id, unavailable: error instanceof KeyringUnavailable ? error.message : 'the keyring met an error' });
  }
}

function perform(keyring: Keyring, request: Request): Promise<unknown> {
  switch (request.call) {
    case 'unwrap': return keyring.unwrap(request.session, request.asks);
    case 'tag': return 'anchor' in request ? keyring.anchor(request.anchor) : keyring.tag(request.session, request.marks);
    case 'verify': return keyring.verify(request.messages);
    case 'destroy': return keyring.destroy(request.session, request.what);
    case 'health': return keyring.health();
  }
}

function send(socket: Socket, message: unknown): void {
  if (!socket.destroyed) socket.write(messageBytes(message));
}
