// <live-feed src="/…/live" last="…">: a list that grows by itself. The list inside is complete without it.

interface Policy { createHTML(markup: string): string }
const policy = (window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes?.createPolicy('live-feed', { createHTML: (markup) => markup });

customElements.define('live-feed', class extends HTMLElement {
  source: EventSource | undefined;
  last = '';
  wait = 0;

  connectedCallback() {
    this.last = this.getAttribute('last') ?? '';
    this.list?.setAttribute('aria-live', 'polite');
    document.addEventListener('visibilitychange', this.turn);
    document.addEventListener('sent', this.again);
    this.turn();
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.turn);
    document.removeEventListener('sent', this.again);
    this.close();
  }

  // Whoever just sent something sees it at once, even when the line was lost and would have come back later.
  again = () => {
    if (this.source?.readyState !== EventSource.OPEN) this.turn();
  };

  // Only a page that somebody can see keeps its line: a browser has six to a site, and six pages in the background would leave none. What was missed comes first.
  turn = () => {
    this.close();
    if (!document.hidden) this.open();
  };

  close() {
    this.source?.close();
    clearTimeout(this.wait);
  }

  get list() {
    return this.querySelector('[role="list"], tbody');
  }

  open() {
    const address = new URL(this.getAttribute('src') ?? '', location.href);
    address.searchParams.set('last', this.last);
    const source = new EventSource(address);
    this.source = source;
    for (const kind of ['add', 'replace', 'look'] as const) source.addEventListener(kind, (event) => this.hear(kind, event));
    // The browser comes back by itself after a lost line, but not after an answer that is no stream (a restart behind a proxy).
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) this.wait = window.setTimeout(() => this.open(), 3000 + Math.random() * 7000);
    };
  }

  hear(kind: 'add' | 'replace' | 'look', { data, lastEventId }: MessageEvent<string>) {
    this.last = lastEventId;
    if (kind === 'look') {
      for (const hint of this.querySelectorAll<HTMLElement>('[data-look]')) hint.hidden = false;
      return;
    }
    const frame = document.createElement('template');
    frame.innerHTML = policy ? policy.createHTML(data) : data;
    const after = this.nextElementSibling;
    const was = after?.getBoundingClientRect().top ?? innerHeight;
    for (const node of [...frame.content.children] as HTMLElement[]) {
      const before = node.dataset.id && this.querySelector(`[data-id="${CSS.escape(node.dataset.id)}"]`);
      if (before) before.replaceWith(node);
      else if (kind === 'add') this.list?.append(node);
    }
    // Who has the end in sight, or the box they write in, keeps it in sight: new words push it down to the middle of the screen, and no further.
    if (after && was < innerHeight) scrollBy(0, Math.max(0, after.getBoundingClientRect().top - Math.max(was, innerHeight * 0.45)));
    this.dispatchEvent(new CustomEvent('heard', { bubbles: true }));
  }
});

export {};
