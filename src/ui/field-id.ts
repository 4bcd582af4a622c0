/** The element id of a field's control, from its form and its name: `answers.0.text` in `intake` becomes `intake-answers-0-text`. */
export function idOf(form: string, of: string): string {
  return `${form}-${of}`.replaceAll(/[^\w-]+/g, '-');
}
