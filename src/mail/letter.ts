/** A letter ready to go: everything in it is the same for every way of handing it over. */
export interface Letter {
  /** The address it goes to. */
  readonly to: string;
  /** The neutral name it comes from. */
  readonly sender: string;
  readonly lang: 'en' | 'fr';
  readonly subject: string;
  /** Paragraphs, in order; addresses of our own site stand in them in full. */
  readonly body: readonly string[];
  /** The small print: why, how to stop, where help is. */
  readonly foot: readonly string[];
  /** The same letter handed over twice has the same id, so that mailboxes show it once. Without angle brackets. */
  readonly messageId: string;
  /** One press in the reader's mail program stops notices; absent where somebody asked for this very letter. */
  readonly stopAddress?: string;
  readonly at: Date;
}

/** The letter as plain text. */
export function textOf({ body, foot }: Pick<Letter, 'body' | 'foot'>): string {
  return `${body.join('\n\n')}\n\n-- \n${foot.join('\n')}\n`;
}
