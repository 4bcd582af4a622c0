import { type AddressInfo, createServer, isIP, type Server } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';

/** Serves a site on a port. @throws PortTaken when another program has the port, NoSuchPlace when this machine cannot listen there. */
export function serve(site: Hono, { host, port }: { readonly host: string; readonly port: number }): Promise<Served> {
  const server = createAdaptorServer({
    fetch: site.fetch,
    // A sender that dawdles does not hold a place for ever; a proxy's kept connection is not closed under it.
    serverOptions: { requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 75_000 },
  }) as Server;
  return new Promise((opened, failed) => {
    server.once('error', (reason) => failed(whyNotHere(reason, host, port)));
    server.listen(port, host, () => {
      const at = server.address() as AddressInfo;
      const name = isIP(at.address) === 6 ? `[${at.address}]` : at.address;
      opened({ url: `http://${name}:${at.port}`, port: at.port, close: () => closed(server) });
    });
  });
}

/** Knows before anything is opened that a port is free. @throws PortTaken, NoSuchPlace. */
export async function refuseTakenPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((free, failed) => {
    probe.once('error', (reason) => failed(whyNotHere(reason, host, port)));
    probe.listen(port, host, () => probe.close(() => free()));
  });
}

/** A site that is being served. */
export interface Served {
  readonly url: string;
  readonly port: number;
  /** Stops taking requests, lets the running ones end, and closes streams. */
  close(): Promise<void>;
}

/** Another program has the port. The sentence is `command.port-taken`. */
export class PortTaken extends Error {
  readonly about: { readonly host: string; readonly port: string; readonly next: string };
  constructor(host: string, port: number) {
    super(`Port ${port} on ${host} is in use.`);
    this.name = 'PortTaken';
    this.about = { host, port: String(port), next: String(port + 1) };
  }
}

/** This machine cannot listen at the address or port that was asked for. The sentence is `command.listen.<why>`: which setting to look at. */
export class NoSuchPlace extends Error {
  readonly why: 'may-not' | 'no-address';
  readonly about: { readonly host: string; readonly port: string };
  constructor(why: 'may-not' | 'no-address', host: string, port: number) {
    super(`Cannot listen at ${host}, port ${port}: ${why}.`);
    this.name = 'NoSuchPlace';
    this.why = why;
    this.about = { host, port: String(port) };
  }
}

function whyNotHere(reason: Error, host: string, port: number): Error {
  const code = 'code' in reason ? reason.code : '';
  if (code === 'EADDRINUSE') return new PortTaken(host, port);
  if (code === 'EACCES') return new NoSuchPlace('may-not', host, port);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EADDRNOTAVAIL' || code === 'EINVAL') return new NoSuchPlace('no-address', host, port);
  return reason;
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    // Streams never end by themselves; everything else is given two seconds.
    if ('closeIdleConnections' in server) (server as { closeIdleConnections(): void }).closeIdleConnections();
    setTimeout(() => (server as unknown as { closeAllConnections(): void }).closeAllConnections(), 2000).unref();
  });
}
