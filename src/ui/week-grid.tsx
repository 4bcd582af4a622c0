import { type Asked, Mend, useField, Why } from './field.tsx';

/** A word for the eye where there is little room, and the whole word for everybody else. */
export interface ShortWord {
  readonly value: string;
  readonly word: string;
  readonly short: string;
  readonly hint?: string;
}

/** A week to tick: days under each other, parts of a day beside each other. A box is `<day>-<part>`. Plain boxes: finger, keyboard and screen reader alike. */
export function WeekGrid({ of, label, hint, why, value, days, parts, heading }: Omit<Asked, 'value'> & {
  value?: readonly string[] | undefined;
  days: readonly ShortWord[];
  parts: readonly ShortWord[];
  heading?: 'h1' | 'h2' | undefined;
}) {
  const { id, mending, form, typed, aria } = useField(of, hint);
  const ticked = new Set(form?.tried ? (typed ?? []) : (value ?? []));
  const Heading = heading;
  return (
    <fieldset class="stack tight" {...aria}>
      <legend>{Heading ? <Heading>{label}</Heading> : label}</legend>
      {hint !== undefined && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <Mend id={id} sentence={mending} prefix={form?.words.mistake} />
      <table class="week">
        <thead>
          <tr>
            <td />
            {parts.map((part) => <th key={part.value} scope="col">{part.word}{part.hint !== undefined && <span class="hint">{part.hint}</span>}</th>)}
          </tr>
        </thead>
        <tbody>
          {days.map((day, row) => (
            <tr key={day.value}>
              <th scope="row"><span aria-hidden="true" class="narrow">{day.short}</span><span class="roomy">{day.word}</span></th>
              {parts.map((part, column) => {
                const box = `${day.value}-${part.value}`;
                return (
                  <td key={part.value}>
                    <label>
                      <span class="visually-hidden">{day.word}, {part.word}</span>
                      <input type="checkbox" id={row + column === 0 ? id : `${id}-${box}`} name={of} value={box} checked={ticked.has(box)} />
                    </label>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Why words={why} title={form?.words.why} />
    </fieldset>
  );
}
