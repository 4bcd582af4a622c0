import { readFileSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { hostname } from 'node:os';

/** Lines that wait while the other side is away; beyond it the oldest go, and the first line that arrives again says how many. */
const MOST_WAITING = 20_000;
const PAUSE_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

/** Takes the log's lines and brings them to another machine. */
export interface LogShipper {
  write(line: string): void;
  /** Waits a moment for what is on its way, then hangs up. */
  close(): Promise<void>;
}

/**
 * Brings every line of the log to a system of its own as it is written, so that whoever breaks in here cannot take back what was already said (ASVS 16.4.3):
 * syslog (RFC 5424) over TLS with the receiver's certificate checked (RFC 5425), or into the socket of a forwarder on this machine. Never holds the program up.
 * @param to `tls://logs.example.org:6514` (with `?ca=/path/ca.pem` for an authority of your own), or `unix:/run/forwarder.sock`.
 */
export function shipLog(to: string, { onTrouble = () => undefined }: { readonly onTrouble?: (why: string) => void } = {}): LogShipper {
  let waiting: string[] = [];
  let [dropped, tries, closing] = [0, 0, false];
  let line: Socket | undefined;
  let again: NodeJS.Timeout | undefined;

  const send = () => {
    if (line === undefined) return;
    if (dropped > 0) waiting.unshift(JSON.stringify({ level: 50, time: Date.now(), msg: 'lines of the log were lost on their way', count: dropped }));
    dropped = 0;
    for (const one of waiting.splice(0)) line.write(framed(one));
  };
  const open = () => {
    again = undefined;
    const socket = begin(to, () => {
      tries = 0;
      line = socket;
      send();
    });
    socket.on('error', (fault: NodeJS.ErrnoException) => onTrouble(fault.code ?? fault.message));
    socket.on('close', () => {
      line = undefined;
      if (!closing) again = setTimeout(open, PAUSE_MS[Math.min(tries++, PAUSE_MS.length - 1)]).unref();
    });
    // The log alone keeps no program alive.
    socket.unref();
  };
  open();
  return {
    write(text) {
      if (waiting.length >= MOST_WAITING) {
        waiting.shift();
        dropped += 1;
      }
      waiting.push(text);
      send();
    },
    close: () => new Promise((closed) => {
      closing = true;
      clearTimeout(again);
      waiting = [];
      if (line === undefined) return closed();
      const timer = setTimeout(() => closed(), 2_000);
      line.end(() => {
        clearTimeout(timer);
        closed();
      });
    }),
  };
}

function begin(to: string, ready: () => void): Socket {
  if (to.startsWith('unix:')) return connectSocket(to.slice('unix:'.length), ready);
  const { hostname: host, port, searchParams } = new URL(to);
  const ca = searchParams.get('ca');
  return connectTls({ host, port: Number(port) || 6514, servername: host, ...(ca !== null && { ca: readFileSync(ca) }) }, ready);
}

/** RFC 5424, with its length before it (RFC 6587, 3.4.1): facility local0, the log's own JSON as the message. */
function framed(text: string): Buffer {
  const json = text.trimEnd();
  const { level = 30, time = Date.now() } = JSON.parse(json) as { level?: number; time?: number };
  const severity = level >= 50 ? 3 : level >= 40 ? 4 : level >= 30 ? 6 : 7;
  const message = Buffer.from(`<${16 * 8 + severity}>1 ${new Date(time).toISOString()} ${hostname()} companionway ${process.pid} - - ${json}`);
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}
