import { type ComponentChildren, h } from 'preact';
import type { Choice } from './choices.tsx';
import { type Asked, Mend, useField, Why } from './field.tsx';
import type { FormShown } from './form-shown.ts';

/** An answer that can be chosen, with a line to write on once it is. */
export interface ChoiceBeside extends Choice {
  /** What stands over the line; without it there is none. */
  readonly line?: { readonly label: string; readonly type?: 'text' | 'email' | 'tel'; readonly autocomplete?: 'email' | 'tel' };
  readonly written?: string | undefined;
}

interface Around {
  readonly form: FormShown | undefined;
  readonly chosen: readonly string[];
}

/** What both kinds of question say of themselves. */
interface Several extends Omit<Asked, 'value'> {
  readonly value?: readonly string[] | undefined;
}

/**
 * A question with answers to choose from, some of which open a line to write on. The line appears with its answer where the browser can do
 * that by style alone; elsewhere it simply stands there. Its field is `beside.<value>`.
 */
export function ChoicesBeside({ kind, choices, ...asked }: Several & { kind: 'one' | 'several'; choices: readonly ChoiceBeside[] }) {
  return (
    <Question {...asked}>
      {(id, around) => choices.map((choice, index) => (
        <OneChoice key={choice.value} of={asked.of} id={index === 0 ? id : `${id}-${index}`} kind={kind} choice={choice} around={around} />
      ))}
    </Question>
  );
}

/** The frame of a question with several answers: what is asked, a hint, what is to mend, and why. */
function Question({ of, label, hint, why, value, heading: Heading, children }: Several & { children: (id: string, around: Around) => ComponentChildren }) {
  const { id, mending, form, typed, aria } = useField(of, hint);
  return (
    <fieldset class="stack tight" {...aria}>
      <legend>{Heading ? <Heading>{label}</Heading> : label}</legend>
      {hint !== undefined && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <Mend id={id} sentence={mending} prefix={form?.words.mistake} />
      {children(id, { form, chosen: form?.tried ? (typed ?? []) : (value ?? []) })}
      <Why words={why} title={form?.words.why} />
    </fieldset>
  );
}

function OneChoice({ of, id, kind, choice, around }: { of: string; id: string; kind: 'one' | 'several'; choice: ChoiceBeside; around: Around }) {
  const box = (
    <label class="choice">
      <input type={kind === 'one' ? 'radio' : 'checkbox'} id={id} name={of} value={choice.value} checked={around.chosen.includes(choice.value)} />
      <span>{choice.label}</span>
      {choice.hint !== undefined && <span class="hint">{choice.hint}</span>}
    </label>
  );
  if (choice.line === undefined) return box;
  return <div class="choice-opens">{box}<Line choice={choice} line={choice.line} /></div>;
}

function Line({ choice, line }: { choice: ChoiceBeside; line: NonNullable<ChoiceBeside['line']> }) {
  const { id, mending, form, typed, aria } = useField(`beside.${choice.value}`, undefined);
  return (
    <div class="field opened">
      <label for={id}>{line.label}<span class="visually-hidden"> ({choice.label})</span></label>
      <Mend id={id} sentence={mending} prefix={form?.words.mistake} />
      {h('input', { id, name: `beside.${choice.value}`, type: line.type ?? 'text', value: typed?.[0] ?? choice.written, autocomplete: line.autocomplete, ...aria })}
    </div>
  );
}

/** One thing to be weighed, with the weight it has. */
export interface Weighed extends ChoiceBeside {
  readonly weight?: string | undefined;
}

/**
 * Several things, each with its own small choice ("matters a lot", "a little"…): `each.<value>`. Things that stand alone (`alone`) are boxes
 * of the question itself (`of`).
 */
export function ChoicesEach({ things, weights, alone = [], ...asked }: Several & {
  things: readonly Weighed[];
  weights: readonly { readonly value: string; readonly label: string }[];
  alone?: readonly Choice[];
}) {
  return (
    <Question {...asked}>
      {(id, around) => (
        <>
          {things.map((thing, index) => <OneWeighed key={thing.value} id={index === 0 ? id : `${id}-${index}`} thing={thing} weights={weights} form={around.form} />)}
          {alone.map((choice, index) => <OneChoice key={choice.value} of={asked.of} id={`${id}-alone-${index}`} kind="several" choice={choice} around={around} />)}
        </>
      )}
    </Question>
  );
}

function OneWeighed({ id, thing, weights, form }: {
  id: string;
  thing: Weighed;
  weights: readonly { readonly value: string; readonly label: ComponentChildren }[];
  form: FormShown | undefined;
}) {
  const name = `each.${thing.value}`;
  const chosen = form?.tried ? (form.typed(name)?.[0] ?? '') : (thing.weight ?? '');
  return (
    <fieldset class="weighed choice-opens">
      <legend>{thing.label}</legend>
      <div class="row close">
        {weights.map((weight, index) => (
          <label class="choice small-choice" key={weight.value}>
            <input type="radio" id={index === 0 ? id : `${id}-w${index}`} name={name} value={weight.value} checked={chosen === weight.value} data-none={weight.value === '' ? '' : undefined} />
            <span>{weight.label}</span>
          </label>
        ))}
      </div>
      {thing.line !== undefined && <Line choice={thing} line={thing.line} />}
    </fieldset>
  );
}
