import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { openStreams } from './answer-live.ts';

/** The numbers of this process. They name routes and acts, never people. */
export const registry = new Registry();

const requests = new Histogram({
  name: 'companionway_request_seconds',
  help: 'Time to answer, by route template, method and status',
  labelNames: ['route', 'method', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers: [registry],
});

const ends = new Counter({ name: 'companionway_form_ends', help: 'How forms ended, by act', labelNames: ['act', 'end'], registers: [registry] });

new Gauge({
  name: 'companionway_open_streams',
  help: 'Live pages open on this node',
  registers: [registry],
  collect() {
    this.set(openStreams());
  },
});

const refusals = new Counter({ name: 'companionway_refusals', help: 'Answers that were a no, by what stood in the way', labelNames: ['why'], registers: [registry] });
const many = new Counter({ name: 'companionway_many_refusals', help: 'Times that one network or one person was told no very often within ten minutes', labelNames: ['of'], registers: [registry] });

/** Counts one answer that was a no. */
export function seenRefusal(why: string): void {
  refusals.inc({ why });
}

/** Counts that one network, or one person, was told no very often. */
export function seenMany(of: 'network' | 'who'): void {
  many.inc({ of });
}

/** Counts one answered request. */
export function seenRequest({ route, method, status, seconds }: { route: string; method: string; status: number; seconds: number }): void {
  requests.observe({ route, method, status: String(status) }, seconds);
}

/** Counts how one form ended: done, mistaken, absent, a refusal's code, or fault. */
export function seenEnd(act: string, end: string): void {
  ends.inc({ act, end });
}

/**
 * Serves the numbers on a port of their own (METRICS_PORT), on the loopback interface unless said otherwise: they are for the operator, not for the web.
 * @returns a function that stops it, with the port it has (port 0 takes a free one).
 */
export async function serveMetrics(port: number, host = '127.0.0.1'): Promise<(() => Promise<void>) & { readonly port: number }> {
  collectDefaultMetrics({ register: registry });
  const server = createServer(async (request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': registry.contentType }).end(await registry.metrics());
  });
  await new Promise<void>((opened, failed) => server.once('error', failed).listen(port, host, opened));
  const stop = () => new Promise<void>((done) => server.close(() => done()));
  return Object.assign(stop, { port: (server.address() as AddressInfo).port });
}
