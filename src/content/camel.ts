/** Gives every key of a document the name it has in code: `first_answer` becomes `firstAnswer`. Values and kebab-case ids stay as they are. */
export function camel(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(camel);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), camel(value)]));
}
