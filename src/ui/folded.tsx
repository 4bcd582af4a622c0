import type { ComponentChildren } from 'preact';

/** Something heavy, or simply long, under a word of warning: opened by choice. */
export function Folded({ summary, children, open }: { summary: ComponentChildren; children: ComponentChildren; open?: boolean }) {
  return (
    <details class="folded" open={open}>
      <summary>{summary}</summary>
      <div class="stack close">{children}</div>
    </details>
  );
}

/** A small panel that opens beside its button: a question before something cannot be undone, a few settings. Works without scripts. */
export function Dialog({ button, title, open, children }: { button: ComponentChildren; title: string; /** What it holds came back with something to say. */ open?: boolean; children: ComponentChildren }) {
  return (
    <details class="dialog" open={open}>
      <summary class="quiet">{button}</summary>
      <div class="card stack" role="group" aria-label={title}>{children}</div>
    </details>
  );
}
