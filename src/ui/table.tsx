import type { ComponentChildren } from 'preact';

/** A table is a table: it scrolls sideways in its own frame, by finger and by keyboard, when the screen is narrower. */
export function Table({ caption, captionHidden, heads, rows, empty }: {
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
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>{heads.map((head, index) => {
            const { words, hidden, end } = typeof head === 'string' ? { words: head, hidden: false, end: false } : head;
            return <th key={index} scope="col" class={end ? 'end' : undefined}>{hidden ? <span class="visually-hidden">{words}</span> : words}</th>;
          })}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-id={row.id}>
              {row.cells.map((cell, index) => (index === 0 ? <th key={index} scope="row">{cell}</th> : <td key={index}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
