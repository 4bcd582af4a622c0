import { type ComponentChildren, h } from 'preact';

/** One turn in a conversation. */
export interface Turn {
  readonly id: string;
  readonly mine: boolean;
  /** Who speaks, for those who do not see the side it stands on. */
  readonly who: string;
  readonly body: ComponentChildren;
  readonly at: Date;
  readonly when: string;
  /** Said after the time: "not delivered yet", "changed". */
  readonly note?: string;
}

/** One turn: both voices have the same shape, size and weight; only side and tint differ. */
export function TalkTurn({ turn }: { turn: Turn }) {
  return (
    <li class={turn.mine ? 'mine' : undefined} data-id={turn.id}>
      <span class="visually-hidden">{turn.who}: </span>
      <div class="said">{turn.body}</div>
      <time dateTime={turn.at.toISOString()}>{turn.when}{turn.note !== undefined && ` · ${turn.note}`}</time>
    </li>
  );
}

/** A day's name between turns. */
export function TalkDay({ name }: { name: string }) {
  return <li class="day">{name}</li>;
}

/** A conversation. `live` is the address of its stream: where scripts run, new turns arrive by themselves and are announced politely. */
export function Talk({ label, live, last, children }: { label: string; live?: string; last?: string; children: ComponentChildren }) {
  const list = <ol class="talk" role="list" aria-label={label}>{children}</ol>;
  if (live === undefined) return list;
  return <LiveFeed from={live} last={last}>{list}</LiveFeed>;
}

/** A list that grows by itself: the first list inside gets what arrives. Without scripts it is the list as it was. */
export function LiveFeed({ from, last, children }: { from: string; last?: string | undefined; children: ComponentChildren }) {
  return h('live-feed', { src: from, last }, children);
}

/** Around a conversation's form: where scripts run, it sends without leaving the page, and `unsent` is shown while there is no connection. */
export function TalkForm({ unsent, children }: { unsent: string; children: ComponentChildren }) {
  return h('talk-form', { class: 'stack tight' }, [<p key="unsent" class="card person" role="status" data-unsent hidden>{unsent}</p>, children]);
}
