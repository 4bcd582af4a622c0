import type { ComponentChildren } from 'preact';

/**
 * What somebody can count on: by when, from whom, who steps in. Shape and words carry the state, never colour alone.
 * `stateWord` is heard before the title ("Late:"), where the title does not say it.
 */
export function Promise({ state = 'kept', title, small, stateWord, as: As = 'div' }: {
  state?: 'kept' | 'due' | 'late';
  title: ComponentChildren;
  small?: ComponentChildren;
  stateWord?: string;
  as?: 'div' | 'li';
}) {
  return (
    <As class={`promise ${state}`}>
      <strong>{stateWord !== undefined && <span class="visually-hidden">{stateWord} </span>}{title}</strong>
      {small !== undefined && <span class="small">{small}</span>}
    </As>
  );
}
