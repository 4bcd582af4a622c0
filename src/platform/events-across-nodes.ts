import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { EventBus, News } from './events.ts';

const CHANNEL = 'companionway_news';
/** News of this long are sent together: one NOTIFY takes a lock over the whole database at commit (measured: 70 to 83 % of throughput when each act sends one). */
const TOGETHER_MS = 10;
/** A payload may hold 8,000 bytes. */
const MOST_BYTES = 7_500;

/**
 * A bus that also reaches the other nodes on the same database: at once within this process, within some 20 ms elsewhere.
 * After a lost connection everybody is told to look again (`mark` is empty and the topic is theirs), since news may have been missed.
 */
export async function busAcrossNodes(database: Database, here: EventBus): Promise<EventBus> {
  const node = randomUUID().slice(0, 8);
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const topics = new Map<string, { org: string; topic: string; listeners: number }>();

  const send = () => {
    timer = undefined;
    for (let batch = take(); batch !== undefined; batch = take()) {
      // Lost news loses nothing: rows are the truth and readers also look by themselves.
      sql`select pg_notify(${CHANNEL}, ${batch})`.execute(database.app).catch(() => undefined);
    }
  };
  const take = (): string | undefined => {
    if (waiting.length === 0) return undefined;
    let size = 0;
    let count = 0;
    while (count < waiting.length && size + (waiting[count]?.length ?? 0) < MOST_BYTES) size += (waiting[count++]?.length ?? 0) + 1;
    return `${node}\n${waiting.splice(0, Math.max(1, count)).join('\n')}`;
  };
  const stop = await database.listen(CHANNEL, (payload) => {
    if (payload === null) {
      for (const { org, topic } of topics.values()) here.publish({ org, topic, mark: '' });
      return;
    }
    const [from, ...lines] = payload.split('\n');
    if (from !== node) for (const line of lines) here.publish(newsFrom(line));
  });

  return {
    publish(news) {
      here.publish(news);
      if (closed) return;
      waiting.push(`${news.org} ${news.topic} ${news.mark}`);
      timer ??= setTimeout(send, TOGETHER_MS);
    },
    subscribe(org, topic, listener) {
      const key = `${org}/${topic}`;
      const known = topics.get(key) ?? { org, topic, listeners: 0 };
      topics.set(key, { ...known, listeners: known.listeners + 1 });
      const leave = here.subscribe(org, topic, listener);
      return () => {
        leave();
        const left = (topics.get(key)?.listeners ?? 1) - 1;
        if (left <= 0) topics.delete(key);
        else topics.set(key, { ...known, listeners: left });
      };
    },
    subscribeAll: (prefix, listener) => here.subscribeAll(prefix, listener),
    async close() {
      closed = true;
      clearTimeout(timer);
      await stop();
      await here.close();
    },
  };
}

function newsFrom(line: string): News {
  const [org = '', topic = '', mark = ''] = line.split(' ');
  return { org, topic, mark };
}
