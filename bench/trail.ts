/** How long a trail of a million entries takes to write and to verify. Run: `npx node bench/trail.ts [entries]`. The promise: under 10 s. */
import { BEGINNING, type Head, type Link, nextLink, verifyChain } from '../src/trail/index.ts';

const entries = Number(process.argv[2] ?? 1_000_000);

const entry = (at: number) => ({
  at: '2026-11-21T12:00:00.000Z',
  actor: `018f3c1e-0000-7000-8000-${String(at % 997).padStart(12, '0')}`,
  act: 'conversations.send-message',
  object: { kind: 'message', id: `018f3c1e-0000-7000-8000-${String(at).padStart(12, '0')}` },
  outcome: 'done',
});

const links: Link[] = [];
let head: Head = BEGINNING;
const began = performance.now();
for (let at = 0; at < entries; at += 1) {
  const link = nextLink(head, entry(at));
  links.push(link);
  head = link;
}
const written = performance.now();
const verdict = await verifyChain(links, { chain: 'bench', anchors: [], keys: {} });
const verified = performance.now();

async function* stream(): AsyncGenerator<Link> {
  yield* links;
}
const streamed = await verifyChain(stream(), { chain: 'bench', anchors: [], keys: {} });
const ended = performance.now();

const seconds = (from: number, to: number): string => `${((to - from) / 1000).toFixed(2)} s`;
process.stdout.write(`entries ${entries} · write ${seconds(began, written)} · verify ${seconds(written, verified)} · verify as a stream ${seconds(verified, ended)}\n`);
if (!verdict.whole || !streamed.whole || verified - written > 10_000 || ended - verified > 10_000) process.exitCode = 1;
