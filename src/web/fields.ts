import { createHash } from 'node:crypto';

/**
 * What was typed into a form, as it arrived: nothing is judged here (the act does that) and nothing is lost.
 * Names that begin with an underscore are the furniture's own (`_form`, `_csrf`, `_key`, `_button`).
 */
export interface Fields {
  /** The words in a field; empty when it is absent. Line ends are `\n`, as they were typed. */
  text(name: string): string;
  /** The words without blanks around them, or undefined when nothing is left: for fields that may stay empty. */
  given(name: string): string | undefined;
  /** Every ticked value of a group of boxes. */
  list(name: string): readonly string[];
  /** Whether a single box is ticked. */
  ticked(name: string): boolean;
  /** A file that was chosen, or undefined. */
  file(name: string): File | undefined;
  /** The names, without those of the furniture, in the order of the page. */
  names(): readonly string[];
  /** The fields whose names start with `prefix`, by the rest of their name: `answer.sleep` is `sleep` for `answer.`. */
  under(prefix: string): Readonly<Record<string, readonly string[]>>;
}

/** The furniture's own names in a form. */
export const ownNames = { form: '_form', csrf: '_csrf', key: '_key', button: '_button' } as const;

/** Reads the fields of a posted form (urlencoded or multipart, already parsed by the platform's own FormData). */
export function fieldsOf(data: FormData): Fields {
  // Gathered in one walk: asking the form for each name anew would take a post of a hundred thousand small fields minutes.
  const typed = new Map<string, string[]>();
  for (const [name, value] of data) {
    const had = typed.get(name) ?? [];
    if (typeof value === 'string') had.push(asTyped(value));
    typed.set(name, had);
  }
  const texts = (name: string): readonly string[] => typed.get(name) ?? [];
  const names = [...typed.keys()].filter((name) => !name.startsWith('_'));
  return {
    text: (name) => texts(name)[0] ?? '',
    given: (name) => texts(name)[0]?.trim() || undefined,
    list: texts,
    ticked: (name) => texts(name).length > 0,
    file: (name) => data.getAll(name).find((value) => value instanceof File && value.size > 0) as File | undefined,
    names: () => names,
    under: (prefix) =>
      Object.fromEntries(names.filter((name) => name.startsWith(prefix)).map((name) => [name.slice(prefix.length), texts(name)])),
  };
}

/**
 * What makes two sendings the same: the form's key, and the same words. A page that came back from a browser's memory still has its old key;
 * other words under it are a new sending, and are not lost.
 */
export function sendingOf(key: string, data: FormData): string {
  const sending = createHash('sha256').update(key);
  for (const [name, value] of data) {
    if (name === ownNames.csrf) continue;
    sending.update(JSON.stringify(value instanceof File ? [name, value.name, value.size, value.type] : [name, value]));
  }
  return sending.digest('base64url');
}

/** Browsers send CR LF for every line end; people type lines. Nobody types a NUL, and no database keeps one. */
function asTyped(value: string): string {
  return value.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '');
}
