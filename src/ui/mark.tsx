/** The mark: two lines that come from different places and then run side by side. Decoration: the words beside it name it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <path class="clay" d="M5 29C5 20 13 20 13 12S9 6 9 3" />
      <path class="moss" d="M27 29c0-9-8-9-8-17s4-6 4-9" />
    </svg>
  );
}

/** The picture at the top of a programme's page. `label` says what it shows; without one it is decoration. */
export function Hero({ label }: { label?: string }) {
  return (
    <svg class="hero" viewBox="0 0 720 150" {...(label === undefined ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': label })}>
      <path class="clay" d="M4 18c120 0 150 74 260 74s150-34 240-34 130 20 212 14" />
      <path class="moss" d="M4 138c110 0 160-24 260-24s150-34 240-34 130 20 212 14" />
    </svg>
  );
}
