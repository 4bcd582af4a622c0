/**
 * News between parts of the house and between nodes. News carries ids only, never content: its way is outside row-level security.
 * What must not be lost is a row (a fact, a message); news only says "look".
 */

/** `topic` names what changed (`conversation:<id>`, `facts`), `mark` a small hint such as a sequence number. */
export interface News {
  readonly org: string;
  readonly topic: string;
  readonly mark: string;
}

/** Brings news to whoever listens, in this process and, across nodes, in the others. */
export interface EventBus {
  /** Tells everybody who listens, on this node at once and on others within some 20 ms. Never throws; news may be lost, rows are not. */
  publish(news: News): void;
  /** Listens to one topic of one organisation. The returned function stops listening. */
  subscribe(org: string, topic: string, listener: (news: News) => void): () => void;
  /** Called for each piece of news of whatever topic that starts with the prefix, in every organisation: for fact readers. */
  subscribeAll(prefix: string, listener: (news: News) => void): () => void;
  close(): Promise<void>;
}

/** The bus of a single process. Several nodes wrap it (see events-across-nodes.ts). */
export function localBus(): EventBus {
  const byTopic = new Map<string, Set<(news: News) => void>>();
  const byPrefix = new Map<string, Set<(news: News) => void>>();

  const tell = (listeners: Set<(news: News) => void> | undefined, news: News) => {
    for (const listener of listeners ?? []) listener(news);
  };
  return {
    publish(news) {
      tell(byTopic.get(`${news.org}/${news.topic}`), news);
      for (const [prefix, listeners] of byPrefix) if (news.topic.startsWith(prefix)) tell(listeners, news);
    },
    subscribe: (org, topic, listener) => join(byTopic, `${org}/${topic}`, listener),
    subscribeAll: (prefix, listener) => join(byPrefix, prefix, listener),
    async close() {
      byTopic.clear();
      byPrefix.clear();
    },
  };
}

function join<L>(book: Map<string, Set<L>>, key: string, listener: L): () => void {
  const listeners = book.get(key) ?? new Set<L>();
  book.set(key, listeners.add(listener));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && book.get(key) === listeners) book.delete(key);
  };
}
