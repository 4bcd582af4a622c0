import { renderToString } from 'preact-render-to-string';
import { isValidElement } from 'preact';
import type { Actor } from '../platform/actor.ts';
import { Absent } from '../platform/outcome.ts';
import type { Desk } from './desk.ts';
import { answerEnd } from './ends.tsx';
import { notShown } from './not-shown.ts';
import { notHere } from './send.tsx';
import { faultForLog } from './faults.ts';
import { safeHeaders } from './headers.ts';
import type { Live, LiveEvent } from './live.ts';
import type { Arrival } from './scene-of.ts';

/** A browser opens six connections to one host over HTTP/1.1; more streams than that are no person's. Strangers share their network's. */
const mostPerSession = 6;
const mostPerNetwork = 200;
/** A reader that takes nothing for so many pieces is let go: it comes back by itself and catches up from rows. */
const mostUnread = 64;
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
  // Asking only for the headers opens no stream.
  if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' });
  const [who, most] = visit.actor.kind === 'person' ? [visit.actor.session, mostPerSession] : [desk.networkOf(c), mostPerNetwork];
  if ((open.get(who) ?? 0) >= most) return c.text('Too many open pages\n', 429, { 'Retry-After': '60', 'Cache-Control': 'no-store' });
  // Counted before the first wait, so that many at once cannot slip through together.
  count(who, 1);
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
    count(who, -1);
    if (end instanceof Absent) await notShown(arrival, live.address);
    return answerEnd(end, undefined, arrival, desk);
  }
}

/** How many streams each session has open on this node. */
const open = new Map<string, number>();

function count(who: string, more: 1 | -1): void {
  const now = (open.get(who) ?? 0) + more;
  if (now > 0) open.set(who, now);
  else open.delete(who);
}

/** How many streams are open on this node: for the metrics. */
export function openStreams(): number {
  return [...open.values()].reduce((sum, count) => sum + count, 0);
}

function stream(live: Live, arrival: Arrival, who: string, topics: readonly string[], last: string, first: readonly LiveEvent[]): ReadableStream<Uint8Array> {
  const { site, visit } = arrival;
  let stop = () => {};
  return new ReadableStream({
    start(sink) {
      let reached = last;
      const say = (text: string) => {
        if ((sink.desiredSize ?? 0) < -mostUnread) stop();
        else sink.enqueue(encoder.encode(text));
      };
      const send = (events: readonly LiveEvent[]) => {
        if (events.length > 0) say(events.map(inWords).join(''));
        reached = events.at(-1)?.id ?? reached;
      };
      const look = oneAtATime(async () => {
        const actor = await stillBehind(arrival);
        if (actor === undefined) return stop();
        send(await live.since({ ...visit, actor, now: site.house.clock.now() }, reached));
      }, (fault) => {
        // What may not be seen any more ends the stream without a word; after a fault the browser comes back by itself.
        if (!(fault instanceof Absent)) site.house.log.warn({ requestId: visit.requestId, route: live.address, ...faultForLog(fault) }, 'stream ended');
        stop();
      });
      const leave = topics.map((topic) => site.house.bus.subscribe(visit.org, topic, look));
      let breaths = 0;
      const breath = setInterval(() => {
        say(':\n\n');
        // Now and then it looks without news: news may be lost, and a session may have ended.
        if (++breaths % 3 === 0) look();
      }, breathSeconds * 1000);
      stop = () => {
        stop = () => {};
        clearInterval(breath);
        for (const unsubscribe of leave) unsubscribe();
        count(who, -1);
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

/**
 * Who is behind a stream now, with what they hold now; undefined once they signed out. Asking does not count as being there, so an open page keeps no session alive.
 */
async function stillBehind({ site, visit }: Arrival): Promise<Actor | undefined> {
  if (visit.sessionToken === undefined || site.doorkeeper.stillIn === undefined) return visit.actor;
  return site.doorkeeper.stillIn(visit.org, visit.sessionToken, site.house.clock.now());
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
