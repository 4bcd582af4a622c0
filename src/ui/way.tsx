import type { ComponentChildren } from 'preact';
import type { FurnitureWords } from './words.ts';

/** One step of a way. */
export interface Step {
  readonly state: 'done' | 'now' | 'later';
  readonly title: ComponentChildren;
  readonly body?: ComponentChildren;
}

/** Where things are: the steps of a request, a training, a relationship. There is always a next step. */
export function Way({ steps, words }: { steps: readonly Step[]; words: FurnitureWords }) {
  return (
    <ol class="way" role="list">
      {steps.map((step, index) => (
        <li key={index} class={step.state} {...(step.state === 'now' && { 'aria-current': 'step' as const })}>
          <strong><span class="visually-hidden">{words[step.state]} </span>{step.title}</strong>
          {step.body !== undefined && <div>{step.body}</div>}
        </li>
      ))}
    </ol>
  );
}
