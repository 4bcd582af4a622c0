import type { ComponentChildren } from 'preact';

/**
 * A table is a table: it scrolls sideways in its own frame, by finger and by keyboard, when the screen is narrower. With `stacks`, each row
 * becomes a small card on a narrow screen instead, every cell under its head; the roles keep it a table for screen readers.
 */
export function Table({ caption, captionHidden, heads, rows, empty, stacks }: {
  stacks?: boolean;
  caption: string;
  captionHidden?: boolean;
  /** `hidden`: the head is heard, not seen (a column of actions). */
  heads: readonly (string | { readonly words: string; readonly hidden?: boolean; readonly end?: boolean })[];
  /** The first cell of a row is its head. */
  rows: readonly { readonly id: string; readonly cells: readonly ComponentChildren[] }[];
  empty?: ComponentChildren;
}) {
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    <div class={stacks ? 'scroll stacks' : 'scroll'} role="region" aria-label={caption} tabIndex={0}>
      <table {...(stacks && { role: 'table' })}>
        <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead {...(stacks && { role: 'rowgroup' })}>
          <tr {...(stacks && { role: 'row' })}>{heads.map((head, index) => {
            const { words, hidden, end } = typeof head === 'string' ? { words: head, hidden: false, end: false } : head;
            return <th key={index} scope="col" class={end ? 'end' : undefined} {...(stacks && { role: 'columnheader' })}>{hidden ? <span class="visually-hidden">{words}</span> : words}</th>;
          })}</tr>
        </thead>
        <tbody {...(stacks && { role: 'rowgroup' })}>
          {rows.map((row) => (
            <tr key={row.id} data-id={row.id} {...(stacks && { role: 'row' })}>
              {row.cells.map((cell, index) => (index === 0
                ? <th key={index} scope="row" {...(stacks && { role: 'rowheader' })}>{cell}</th>
                : <td key={index} {...(stacks && { role: 'cell', 'data-head': wordsOf(heads[index]) })}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A head to repeat before its cell where rows are stacked; nothing for a hidden one. */
function wordsOf(head: string | { readonly words: string; readonly hidden?: boolean } | undefined): string | undefined {
  if (head === undefined || typeof head === 'string') return head;
  return head.hidden ? undefined : head.words;
}
