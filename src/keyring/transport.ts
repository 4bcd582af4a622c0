import { createHash, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect as connectPlain, createServer as createPlain, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTls } from 'node:tls';

/** Where a keyring listens: a socket in a private directory, or a TCP port for other machines and for Windows. */
export type KeyringAddress = { readonly kind: 'socket'; readonly path: string } | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** A secret of at least 32 characters that keyring and app share. Whoever has it may ask; what they get still needs a session. */
export type KeyringToken = string;

/**
 * TCP is always TLS 1.2 with a pre-shared key made from the token (RFC 8442): nobody on the way can read, no certificate
 * is needed, and each connection has a key of its own, so a token that leaks later opens no recorded traffic.
 */
const PSK = { ciphers: 'ECDHE-PSK-CHACHA20-POLY1305', minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
const IDENTITY = 'companionway';

/** Listens. Port 0 chooses a free one; the address that was taken is handed back. */
export async function listenAt(address: KeyringAddress, token: KeyringToken, onConnection: (socket: Socket) => void): Promise<{ readonly address: KeyringAddress; readonly server: Server }> {
  refuseShort(token);
  const server = address.kind === 'socket' ? createPlain(onConnection) : createTls({ ...PSK, pskCallback: () => pskOf(token) }, onConnection);
  if (address.kind === 'socket') await rm(address.path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.kind === 'socket' ? { path: address.path } : { host: address.host, port: address.port }, resolve);
  });
  const bound = server.address();
  return { server, address: address.kind === 'tcp' && bound !== null && typeof bound === 'object' ? { ...address, port: bound.port } : address };
}

/** Connects, within `patience` milliseconds. Rejects when nobody answers there or the token is another. */
export function connectTo(address: KeyringAddress, token: KeyringToken, patience: number): Promise<Socket> {
  refuseShort(token);
  return new Promise((resolve, reject) => {
    const ready = (): void => {
      clearTimeout(late);
      socket.off('error', failed);
      resolve(socket);
    };
    const socket: Socket = address.kind === 'socket'
      ? connectPlain({ path: address.path }, ready)
      : connectTls({ ...PSK, host: address.host, port: address.port, pskCallback: () => ({ psk: pskOf(token), identity: IDENTITY }), checkServerIdentity: () => undefined }, ready);
    const failed = (error: Error): void => {
      clearTimeout(late);
      socket.destroy();
      reject(error);
    };
    const late = setTimeout(() => failed(new Error('the keyring did not answer')), patience);
    socket.once('error', failed);
  });
}

/** Is this the token? Takes the same time for every wrong one. */
export function isToken(token: KeyringToken, said: unknown): boolean {
  return typeof said === 'string' && timingSafeEqual(digest(token), digest(said));
}

function pskOf(token: KeyringToken): Buffer {
  return digest(`companionway.psk\0${token}`);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refuseShort(token: KeyringToken): void {
  if (token.length < 32) throw new RangeError('a token has at least 32 characters');
}

/** Reads a connection to its end. What cannot be read, and an error, end it. */
export function readInto(socket: Socket, read: (chunk: Buffer) => void): void {
  socket.on('data', (chunk: Buffer) => {
    try {
      read(chunk);
    } catch {
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
}
