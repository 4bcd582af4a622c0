/** A share of a whole, drawn and said: `part` is between 0 and 1, `words` is what stands beside it ("94%"). The drawing only repeats the words; nothing is drawn where nothing is known. */
export function Bar({ label, part, words }: { label: string; part: number | undefined; words: string }) {
  const filled = Math.round(Math.min(1, Math.max(0, part ?? 0)) * 100);
  return (
    <div class="bar">
      <span>{label}</span>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="whole" width="100" height="4" />
        <rect class="part" width={filled} height="4" />
      </svg>
      <span>{words}</span>
    </div>
  );
}
