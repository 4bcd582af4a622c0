/** A share of a whole, drawn and said: `part` is between 0 and 1, `words` is what stands beside it ("94%"). */
export function Bar({ label, part, words }: { label: string; part: number; words: string }) {
  // A meter draws without any style of its own, so the strict style rules of the site hold.
  return (
    <div class="bar">
      <span>{label}</span>
      <meter min={0} max={100} value={Math.round(Math.min(1, Math.max(0, part)) * 100)} aria-label={label}>{words}</meter>
      <span>{words}</span>
    </div>
  );
}
