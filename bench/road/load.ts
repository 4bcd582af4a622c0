import { Agent, request } from 'node:http';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Milliseconds at some share of the sorted times. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * The address of one simulated person. The site stands behind a proxy here, as in production, and the load plays the proxy: each person
 * comes from a network of their own, so that the pace of one network (src/web/limits.ts) is kept as it would be with real people.
 */
export function networkOf(person: number): string {
  return `10.${(person >> 16) & 255}.${(person >> 8) & 255}.${person & 255}`;
}

/** One GET by one person; resolves with the status and the bytes of the body once it has arrived whole. */
export function get(port: number, path: string, cookie = '', person = 0): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent, headers: { cookie, host: `127.0.0.1:${port}`, 'accept-encoding': 'gzip', 'x-forwarded-for': networkOf(person) } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, bytes }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Seconds of processor time a process has used, all its threads (Linux). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Seconds of processor time a process and its living children have used: a database with its connections (Linux). */
function cpuSecondsOfAll(parent: number): number {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === parent);
  return [parent, ...children.map(Number)].reduce((sum, pid) => sum + (existsSync(`/proc/${pid}/stat`) ? cpuSeconds(pid) : 0), 0);
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return 0;
  }
}

/** Resident memory of a process in MB (Linux). */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** What one page cost. Times in milliseconds; `cpu` of the app's process and `database` of the database's, for one page. */
export interface PageCost {
  readonly what: string;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
  readonly database: number;
  readonly kB: number;
  readonly wrong: number;
}

/** Asks for pages at a steady rate (open loop: a slow answer does not slow the asking down) and says what they cost. */
export async function steady(what: string, pids: { readonly app: number; readonly database: number }, perSecond: number, seconds: number, ask: (at: number) => Promise<{ status: number; bytes: number }>): Promise<PageCost> {
  const count = perSecond * seconds;
  const times: number[] = [];
  let [wrong, bytes] = [0, 0];
  const begun = performance.now();
  const used = () => ({ app: cpuSeconds(pids.app), database: cpuSecondsOfAll(pids.database) });
  const before = used();
  await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      await new Promise((resolve) => setTimeout(resolve, Math.max(1, begun + (at * 1000) / perSecond - performance.now())));
      const asked = performance.now();
      const answer = await ask(at);
      times.push(performance.now() - asked);
      bytes += answer.bytes;
      if (answer.status !== 200) wrong += 1;
    }),
  );
  const after = used();
  const each = (seconds: number) => (seconds * 1000) / count;
  return { what, p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpu: each(after.app - before.app), database: each(after.database - before.database), kB: bytes / count / 1024, wrong };
}
