import { renderToString } from 'preact-render-to-string';
import { isValidElement } from 'preact';
import { Absent } from '../platform/outcome.ts';
import { answerEnd, type Desk, notHere } from './answer.tsx';
import { faultForLog } from './faults.ts';
import { safeHeaders } from './headers.ts';
import type { Live, LiveEvent } from './live.ts';
import type { Arrival } from './scene-of.ts';

/** A browser opens six connections to one host over HTTP/1.1: streams may not take them all. */
const mostPerSession = 6;
const breathSeconds = 20;
/** The last word of the "address" a page had when it was made; afterwards the browser's own `Last-Event-ID` counts. */
const lastParameter = 'last';

/**
 * Answers with a stream that stays open: first everything since the last event the page has, then more at each piece of news.
 * News only says "look"; what is sent is always read from rows, so nothing is missed, doubled or out of order.
 */
export async function answerLive(live: Live, arrival: Arrival, desk: Desk): Promise<Response> {
  const { c, site, visit } = arrival;
  if (live.may !== 'anyone' && visit.actor.kind === 'stranger') return notHere(arrival, desk);
  const who = visit.actor.kind === 'person' ? visit.actor.session : desk.networkOf(c);
  if ((open.get(who) ?? 0) >= mostPerSession) return c.text('Too many open pages\n', 429, { 'Retry-After': '60', 'Cache-Control': 'no-store' });
  try {
    const last = c.req.header('last-event-id') ?? visit.query.get(lastParameter) ?? '';
    const topics = await live.topics(visit);
    const first = await live.since(visit, last);
    safeHeaders(c, { https: site.https });
    c.header('Content-Type', 'text/event-stream; charset=utf-8');
    c.header('Cache-Control', 'no-store');
    c.header('X-Accel-Buffering', 'no');
    return c.body(stream(live, arrival, who, topics, last, first));
  } catch (end) {
    return answerEnd(end, undefined, arrival, desk);
  }
}

/** How many streams each session has open on this node. */
const open = new Map<string, number>();

/** How many streams are open on this node: for the metrics. */
export function openStreams(): number {
  return [...open.values()].reduce((sum, count) => sum + count, 0);
}

function stream(live: Live, arrival: Arrival, who: string, topics: readonly string[], last: string, first: readonly LiveEvent[]): ReadableStream<Uint8Array> {
  const { site, visit } = arrival;
  let stop = () => {};
  return new ReadableStream({
    start(sink) {
      const say = (text: string) => sink.enqueue(encoder.encode(text));
      let reached = last;
      const send = (events: readonly LiveEvent[]) => {
        if (events.length > 0) say(events.map(inWords).join(''));
        reached = events.at(-1)?.id ?? reached;
      };
      const look = oneAtATime(async () => send(await live.since({ ...visit, now: site.house.clock.now() }, reached)), (fault) => {
        // What may not be seen any more ends the stream without a word; a fault lets the browser come back by itself.
        if (!(fault instanceof Absent)) site.house.log.warn({ requestId: visit.requestId, route: live.address, ...faultForLog(fault) }, 'stream ended');
        stop();
      });
      const leave = topics.map((topic) => site.house.bus.subscribe(visit.org, topic, look));
      const breath = setInterval(() => say(':\n\n'), breathSeconds * 1000);
      open.set(who, (open.get(who) ?? 0) + 1);
      stop = () => {
        stop = () => {};
        clearInterval(breath);
        for (const unsubscribe of leave) unsubscribe();
        const left = (open.get(who) ?? 1) - 1;
        if (left > 0) open.set(who, left);
        else open.delete(who);
        try {
          sink.close();
        } catch {
          // The browser closed it first.
        }
      };
      say('retry: 2000\n\n');
      send(first);
      // Between the first look and the subscription something may have happened.
      look();
    },
    cancel: () => stop(),
  });
}

/** Runs one piece of work at a time; asked again meanwhile, it runs once more afterwards, however often it was asked. */
function oneAtATime(work: () => Promise<void>, failed: (fault: unknown) => void): () => void {
  let running = false;
  let again = false;
  return async function run() {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again) {
        again = false;
        await work();
      }
    } catch (fault) {
      failed(fault);
    } finally {
      running = false;
    }
  };
}

function inWords({ id, event = 'add', body }: LiveEvent): string {
  const text = typeof body === 'string' ? body : isValidElement(body) ? renderToString(body) : JSON.stringify(body);
  const lines = text.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`).join('');
  return `id: ${id.replaceAll(/[\r\n\0]/g, '')}\nevent: ${event}\n${lines}\n`;
}

const encoder = new TextEncoder();
