import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';

/** Milliseconds at some share of the sorted times. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One GET; resolves with the status and the bytes of the body once it has arrived whole. */
export function get(port: number, path: string, cookie = ''): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent, headers: { cookie, host: `127.0.0.1:${port}`, 'accept-encoding': 'gzip' } }, (answer) => {
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

/** Resident memory of a process in MB (Linux). */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** What one page cost. Times in milliseconds, `cpu` of the app's process for one page. */
export interface PageCost {
  readonly what: string;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
  readonly kB: number;
  readonly wrong: number;
}

/** Asks for pages at a steady rate (open loop: a slow answer does not slow the asking down) and says what they cost. */
export async function steady(what: string, pid: number, perSecond: number, seconds: number, ask: (at: number) => Promise<{ status: number; bytes: number }>): Promise<PageCost> {
  const count = perSecond * seconds;
  const times: number[] = [];
  let [wrong, bytes] = [0, 0];
  const begun = performance.now();
  const cpu = cpuSeconds(pid);
  await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      await new Promise((resolve) => setTimeout(resolve, begun + (at * 1000) / perSecond - performance.now()));
      const asked = performance.now();
      const answer = await ask(at);
      times.push(performance.now() - asked);
      bytes += answer.bytes;
      if (answer.status !== 200) wrong += 1;
    }),
  );
  return { what, p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpu: ((cpuSeconds(pid) - cpu) * 1000) / count, kB: bytes / count / 1024, wrong };
}
