/** A text in a document of starter content: where it stands, and whether somebody may read it on the worst day. */
export interface Found {
  readonly file: string;
  /** The id of the nearest thing that has one, then the way from there. */
  readonly where: string;
  readonly text: Readonly<Record<string, string | undefined>>;
  readonly crisis: boolean;
}

// Safety texts that must be easy even on the worst day, by what their place begins with, beside everything marked `crisis`.
const worstDay = /(?:^|\.)(?:help-|wait-|suicide-|limits-)|helpNow|suicideTalk|forum(?:Reply|Hold)/;

/** Every text of a document (any mapping with only the keys of languages), in order. */
export function textsIn(file: string, node: unknown, where = '', crisis = false): Found[] {
  if (Array.isArray(node)) return node.flatMap((item: unknown) => textsIn(file, item, where, crisis));
  if (typeof node !== 'object' || node === null) return [];
  const keys = Object.keys(node);
  if (keys.length > 0 && keys.every((key) => key === 'en' || key === 'fr')) {
    return [{ file, where, text: Object.fromEntries(Object.entries(node).map(([lang, words]: [string, unknown]) => [lang, typeof words === 'string' ? words : undefined])),
      crisis: crisis || (file === 'safety.yaml' && worstDay.test(where)) }];
  }
  const id: unknown = Reflect.get(node, 'id') ?? Reflect.get(node, 'country');
  const here = typeof id === 'string' ? id : where;
  const worse = crisis || Reflect.get(node, 'crisis') === true;
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => textsIn(file, value, here === '' ? key : `${here}.${key}`, worse));
}
