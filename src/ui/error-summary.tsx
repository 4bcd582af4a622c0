import { idOf } from './field-id.ts';
import type { Mending } from './form-shown.ts';

/** What to mend, at the top of a form: each line leads to its field. Focus comes here when the page returns, so that it is heard first. */
export function ErrorSummary({ form, title, mendings }: { form: string; title: string; mendings: readonly Mending[] }) {
  return (
    <div class="card alarm summary" role="alert" tabIndex={-1} autofocus data-focus aria-labelledby="mend-title">
      <h2 id="mend-title">{title}</h2>
      <ul>
        {mendings.map(({ of, sentence }) => (
          <li key={of}>
            {of === '' ? sentence : <a href={`#${idOf(form, of)}`}>{sentence}</a>}
          </li>
        ))}
      </ul>
    </div>
  );
}
