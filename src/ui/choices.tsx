import type { ComponentChildren } from 'preact';
import { type Asked, Mend, useField, Why } from './field.tsx';

/** One answer that can be chosen. */
export interface Choice {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly disabled?: boolean;
}

/**
 * A question with answers to choose from: one (`kind="one"`) or several (`kind="several"`), each a full-width target.
 * `heading`: the question is the page's own heading (one question a page).
 */
export function Choices({ of, label, hint, why, optional, value, kind, choices, heading }: Omit<Asked, 'value' | 'heading'> & {
  kind: 'one' | 'several';
  choices: readonly Choice[];
  value?: string | readonly string[] | undefined;
  heading?: 'h1' | 'h2' | 'h3';
}) {
  const { id, mending, form, typed, aria } = useField(of, hint);
  // A form that came back without any box ticked was sent without any: what stood in it before no longer counts.
  const chosen = form?.tried ? (typed ?? []) : value === undefined ? [] : [value].flat();
  const Heading = heading;
  return (
    <fieldset class="stack tight" {...aria}>
      <legend>{Heading ? <Heading>{label}</Heading> : label}{optional && <span class="hint"> {form?.words.optional}</span>}</legend>
      {hint !== undefined && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <Mend id={id} sentence={mending} prefix={form?.words.mistake} />
      {choices.map((choice, index) => {
        const own = index === 0 ? id : `${id}-${index}`;
        return (
          <label class="choice" key={choice.value}>
            <input type={kind === 'one' ? 'radio' : 'checkbox'} id={own} name={of} value={choice.value} checked={chosen.includes(choice.value)} disabled={choice.disabled}
              {...(choice.hint !== undefined && { 'aria-describedby': `${own}-hint` })} />
            <span>{choice.label}</span>
            {choice.hint !== undefined && <span class="hint" id={`${own}-hint`}>{choice.hint}</span>}
          </label>
        );
      })}
      <Why words={why} title={form?.words.why} />
    </fieldset>
  );
}

/** A single box to tick: "I have told Kit". Its value is `yes`. */
export function Tick({ of, label, hint, checked }: { of: string; label: ComponentChildren; hint?: ComponentChildren; checked?: boolean }) {
  const { id, mending, form, typed, aria } = useField(of, hint);
  return (
    <div class="field">
      <Mend id={id} sentence={mending} prefix={form?.words.mistake} />
      <label class="choice">
        <input type="checkbox" id={id} name={of} value="yes" checked={form?.tried ? typed !== undefined : checked} {...aria} />
        <span>{label}</span>
        {hint !== undefined && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      </label>
    </div>
  );
}
