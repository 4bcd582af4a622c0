import { type ComponentChildren, createContext, h } from 'preact';
import { useContext } from 'preact/hooks';
import { ErrorSummary } from './error-summary.tsx';
import type { FormShown } from './form-shown.ts';
import { Trouble } from './trouble.tsx';

/** The form that a field stands in: how a field finds its typed words and what is to mend. */
const FormAround = createContext<FormShown | undefined>(undefined);

/** The form around a field. Fields outside a form are plain: nothing typed, nothing to mend. */
export function useFormAround(): FormShown | undefined {
  return useContext(FormAround);
}

/** What can show a form: a page's `seen`. */
export interface ShowsForms {
  form(name: string, what?: string): FormShown;
}

/**
 * A form of the page, tied by name to one of its `forms`. It is sent to the page's own address, carries what keeps it safe and single,
 * and shows what was said about the last try: first the summary, then each field its own.
 * `what` tells several of the same form on one page apart. `upload` for forms with files.
 */
export function Form({ seen, name, what, upload, class: style, quiet, children }: {
  seen: ShowsForms;
  name: string;
  what?: string;
  upload?: boolean;
  class?: string;
  /** One-button forms need no space of their own. */
  quiet?: boolean;
  children: ComponentChildren;
}) {
  const form = seen.form(name, what);
  const body = (
      <form method="post" action={form.action} id={form.id} class={style ?? (quiet ? undefined : 'stack roomy')} novalidate {...(upload && { enctype: 'multipart/form-data' })}>
        <input type="hidden" name="_form" value={what === undefined ? name : `${name}:${what}`} autocomplete="off" />
        <input type="hidden" name="_csrf" value={form.csrf} autocomplete="off" />
        <input type="hidden" name="_key" value={form.key} autocomplete="off" />
        {form.trouble && <Trouble {...form.trouble} againLabel={form.words.again} />}
        {form.mendings.length > 0 && <ErrorSummary form={form.id} title={form.words.mend} mendings={form.mendings} />}
        {children}
      </form>
  );
  return h(FormAround.Provider, { value: form }, body);
}
