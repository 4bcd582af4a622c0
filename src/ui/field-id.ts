/** The element id of a field's control, from its name: `answer.0.text` becomes `field-answer-0-text`. */
export function idOf(of: string): string {
  return `field-${of.replaceAll(/[^\w-]+/g, '-')}`;
}
