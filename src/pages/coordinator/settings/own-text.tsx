import type { Text } from '../../../content/index.ts';
import type { Speak } from '../../../messages/index.ts';
import { Columns, Field, Textarea } from '../../../ui/index.ts';
import type { Fields } from '../../../web/fields.ts';

/** One text in both languages side by side: neither is a translation of the other. `rows`: more than one line each. */
export function OwnText({ of, label, value, t, rows, hint }: { of: string; label: string; value?: Text | undefined; t: Speak; rows?: number; hint?: string }) {
  const both = { en: t('programmes.in-english'), fr: t('programmes.in-french') };
  return (
    <fieldset class="stack tight">
      <legend>{label}</legend>
      {hint !== undefined && <span class="hint">{hint}</span>}
      <Columns>
        {(['en', 'fr'] as const).map((lang) =>
          rows === undefined
            ? <Field key={lang} of={`${of}.${lang}`} label={both[lang]} value={value?.[lang]} autocomplete="off" />
            : <Textarea key={lang} of={`${of}.${lang}`} label={both[lang]} value={value?.[lang]} rows={rows} />,
        )}
      </Columns>
    </fieldset>
  );
}

/** Reads what `OwnText` shows. */
export function textFrom(fields: Fields, of: string): Text {
  return { en: fields.text(`${of}.en`), fr: fields.text(`${of}.fr`) };
}

/** The same for a text that may be left out: undefined when nothing was written in either language. */
export function givenText(fields: Fields, of: string): Text | undefined {
  const text = textFrom(fields, of);
  return text.en.trim() === '' && text.fr.trim() === '' ? undefined : text;
}

/** Rows of fields `of.0.name`, `of.1.name`… as a list, as long as the first name is there. */
export function rowsFrom<N extends string>(fields: Fields, of: string, names: readonly [N, ...N[]]): Record<N, string>[] {
  const there = new Set(fields.names());
  const rows: Record<N, string>[] = [];
  for (let at = 0; there.has(`${of}.${at}.${names[0]}`); at += 1) {
    rows.push(Object.fromEntries(names.map((name) => [name, fields.text(`${of}.${at}.${name}`)])) as Record<N, string>);
  }
  return rows;
}
