import { randomBytes } from 'node:crypto';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Filled } from './fill.ts';
import { cpuSeconds, networkOf, quantile, residentMb } from './load.ts';

/** One running node of the site. */
export interface Talker {
  readonly port: number;
  readonly pid: number;
}

type Member = Filled['members'][number] & { readonly at: number; readonly form: URLSearchParams };

/** Messages a second while delays are measured: a programme of 100,000 people writes a few. */
const STEADY = 20;

/**
 * Live pages open on both nodes; messages are sent to the node where the page is not open, and must arrive on the other. First at a steady rate,
 * to see the delays, then by eight senders as fast as each is answered, to see how many are taken.
 */
export async function talking(one: Talker, two: Talker, everybody: Filled['members'], connections: number): Promise<void> {
  const members = everybody.slice(0, connections);
  const waiting = new Map<string, (at: number) => void>();
  const open: IncomingMessage[] = [];
  for (const [at, { token, conversation }] of members.entries()) {
    httpGet({ host: '127.0.0.1', port: (at % 2 === 0 ? one : two).port, path: `/conversations/${conversation}/live`, headers: { cookie: `session=${token}`, 'last-event-id': '50', 'x-forwarded-for': networkOf(at) } }, (answer) => {
      open.push(answer);
      answer.on('data', (chunk: Buffer) => {
        for (const [mark] of chunk.toString().matchAll(/bench-[0-9a-f]{16}/g)) {
          waiting.get(mark)?.(performance.now());
          waiting.delete(mark);
        }
      });
    }).on('error', () => undefined);
    if (at % 50 === 49) await pause(50);
  }
  for (let waited = 0; open.length < members.length && waited < 30; waited += 1) await pause(1000);
  await pause(3000);
  const others = Object.entries(Object.groupBy(open, ({ statusCode }) => String(statusCode))).filter(([status]) => status !== '200').map(([status, answers]) => `${answers?.length} answered ${status}`);
  console.log(`\n${open.filter((answer) => answer.statusCode === 200).length} of ${members.length} live connections open on two nodes${others.length === 0 ? '' : ` (${others.join(', ')})`}; memory ${residentMb(one.pid).toFixed(0)} and ${residentMb(two.pid).toFixed(0)} MB`);

  const other = (at: number) => (at % 2 === 0 ? two : one);
  const senders: Member[] = [];
  for (const [at, member] of members.slice(0, 400).entries()) senders.push({ ...member, at, form: await formOf(other(at).port, member, at) });
  const delays: number[] = [];
  const sendOne = async (round: number): Promise<boolean> => {
    const member = senders[round % senders.length];
    if (member === undefined) return false;
    const mark = `bench-${randomBytes(8).toString('hex')}`;
    const sent = performance.now();
    waiting.set(mark, (at) => delays.push(at - sent));
    return send(other(member.at).port, member, `A few words, ${mark}`);
  };
  const measured = async (what: string, work: () => Promise<number>) => {
    delays.length = 0;
    const cpu = cpuSeconds(one.pid) + cpuSeconds(two.pid);
    const begun = performance.now();
    const accepted = await work();
    const seconds = (performance.now() - begun) / 1000;
    await pause(3000);
    const each = ((cpuSeconds(one.pid) + cpuSeconds(two.pid) - cpu) * 1000) / Math.max(1, accepted);
    console.log(`${what}: ${accepted} messages accepted, ${(accepted / seconds).toFixed(0)} a second; ${delays.length} delivered across the nodes, p50 ${quantile(delays, 0.5).toFixed(0)} ms, p99 ${quantile(delays, 0.99).toFixed(0)} ms; processor of both nodes ${each.toFixed(1)} ms a message`);
  };

  let next = 0;
  await measured(`${STEADY} a second`, async () => {
    const sent: Promise<boolean>[] = [];
    for (const begun = performance.now(); next < STEADY * 20; next += 1) {
      await pause(Math.max(1, begun + (next * 1000) / STEADY - performance.now()));
      sent.push(sendOne(next));
    }
    return (await Promise.all(sent)).filter(Boolean).length;
  });
  await measured('eight senders without pause', async () => {
    const until = performance.now() + 10_000;
    const counts = await Promise.all(Array.from({ length: 8 }, async () => {
      let accepted = 0;
      while (performance.now() < until) if (await sendOne(next++)) accepted += 1;
      return accepted;
    }));
    return counts.reduce((sum, count) => sum + count, 0);
  });
  console.log(`resident memory of the nodes: ${residentMb(one.pid).toFixed(0)} and ${residentMb(two.pid).toFixed(0)} MB`);
  for (const answer of open) answer.destroy();
}

/** The hidden fields of a conversation's form, as its page gives them to this person. */
async function formOf(port: number, { token, conversation }: Filled['members'][number], at: number): Promise<URLSearchParams> {
  const page = await fetch(`http://127.0.0.1:${port}/conversations/${conversation}`, { headers: { cookie: `session=${token}`, 'x-forwarded-for': networkOf(at) } });
  const html = await page.text();
  const form = /<form[^>]*>(?:(?!<\/form>)[\s\S])*name="words"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  return new URLSearchParams([...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [/name="([^"]*)"/.exec(input)?.[1] ?? '', /value="([^"]*)"/.exec(input)?.[1] ?? '']));
}

async function send(port: number, { token, conversation, form, at }: Member, words: string): Promise<boolean> {
  const fields = new URLSearchParams(form);
  fields.set('words', words);
  // Each sending has a key of its own, as each page has: with the same key the house would take it for a repetition.
  fields.set('_key', randomBytes(18).toString('base64url'));
  const origin = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${origin}/conversations/${conversation}`, {
    method: 'POST', redirect: 'manual', body: fields,
    headers: { cookie: `session=${token}`, origin, 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': networkOf(at) },
  });
  await answer.arrayBuffer();
  return answer.status === 303;
}
