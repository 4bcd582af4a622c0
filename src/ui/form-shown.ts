/** One thing to mend, already said in words. `of` is the field's name. */
export interface Mending {
  readonly of: string;
  readonly sentence: string;
}

/** Everything the furniture needs to show one form: its hidden fields, what was typed before, and what was said about it. */
export interface FormShown {
  readonly name: string;
  /** Tells this form from every other on the page: the beginning of its elements' ids. */
  readonly id: string;
  /** The address it is sent to: the page's own. */
  readonly action: string;
  readonly csrf: string;
  /** The idempotency key: the same one again when the same sending is repeated. */
  readonly key: string;
  /** True when this form was sent and the page came back. */
  readonly tried: boolean;
  readonly mendings: readonly Mending[];
  /** A no, or a fault, in one or two sentences: shown above the form. */
  readonly trouble?: { readonly title: string; readonly sentence: string; readonly again: boolean } | undefined;
  /** What was typed into a field before, or undefined when the form is new. */
  typed(of: string): readonly string[] | undefined;
  readonly words: FormWords;
}

/** The furniture's own words around forms. */
export interface FormWords {
  readonly mend: string;
  readonly optional: string;
  readonly why: string;
  readonly again: string;
  readonly mistake: string;
  readonly chooseFileAgain: string;
}
