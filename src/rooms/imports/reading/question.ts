/** The little this room must know of a programme's questions. The starter content's questions have this shape (intake.yaml). */
export interface ImportQuestion {
  id: string;
  kind: 'single' | 'multi' | 'text' | 'date' | 'number' | 'availability' | 'language';
  sides: readonly Side[];
  text: Words;
  /** what a number counts, when the question says so */
  unit?: string | undefined;
  options?: readonly ImportOption[] | undefined;
}

/** One answer a question offers. */
export interface ImportOption {
  id: string;
  text: Words;
  /** the answer asks for words of its own ("something else") */
  opensText?: boolean | undefined;
  /** the answer rules out the others ("nothing comes to mind") */
  exclusive?: boolean | undefined;
}

/** A text in both languages. */
interface Words {
  en: string;
  fr: string;
}

/** Who a row is about: somebody who asks, or somebody who offers. */
export type Side = 'seeker' | 'supporter';
