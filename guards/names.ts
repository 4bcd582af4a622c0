/** Something a file exports: its name, and whether it is a class. */
export interface Exported {
  readonly name: string;
  readonly isClass: boolean;
}

// People are members, seekers, supporters; forms are sent; docs/words.md says what we say instead.
const avoided = new Set(['user', 'users', 'client', 'clients', 'patient', 'patients', 'case', 'cases', 'ticket', 'tickets', 'submit', 'submits', 'submitted', 'submission',
  'submissions', 'invalid', 'admin', 'admins']);
// A name for the browser's own name, and the ways of writing letters, are not about people.
const innocent = /^user agent\b|\buser agent\b|\b(?:upper|lower|kebab|camel|title|snake|pascal|ignore) case\b/g;
// Words that say that something is done, not what.
const empty = /(?:Manager|Helpers?|Handler|Utils?|Dto|Impl)$/;
const restingPlaces = new Set(['utils', 'util', 'common', 'misc', 'helpers', 'helper', 'manager', 'handler', 'handlers', 'managers']);

/** What is wrong with a name in any spelling (`userName`, `user_name`, `user-name`, `desk.user-name`), or nothing. */
export function faultOfName(name: string): string | undefined {
  const words = wordsOf(name).replace(innocent, '').split(' ');
  const found = words.find((word) => avoided.has(word));
  return found === undefined ? undefined : `${name} says “${found}”`;
}

/** What is wrong with the name of an exported thing, or nothing. */
export function faultOfExport({ name, isClass }: Exported): string | undefined {
  if (empty.test(name) || /^(?:utils?|helpers?|handler|manager)$/.test(name) || (isClass && name.endsWith('Service'))) return `${name} says that something is done, not what`;
  return faultOfName(name);
}

/** What is wrong with the name of a file or of a folder it lies in, or nothing. */
export function faultOfPath(path: string): string | undefined {
  const steps = path.replace(/\.[\w.]+$/, '').split('/');
  const resting = steps.find((step) => restingPlaces.has(step) || /-(?:utils?|helpers?|manager|handler)$/.test(step));
  if (resting !== undefined) return `${path}: ${resting} is a place where meaning goes to rest`;
  const fault = steps.map(faultOfName).find((one) => one !== undefined);
  return fault === undefined ? undefined : `${path}: ${fault}`;
}

/** What a file of TypeScript exports by name. A default export has none. */
export function exportsIn(code: string): Exported[] {
  const declared = [...code.matchAll(/^[ \t]*export (?:declare )?(?:abstract )?(?:async )?(function\*?|const|let|class|interface|type) (\w+)/gm)]
    .map(([, kind, name = '']) => ({ name, isClass: kind === 'class' }));
  const listed = [...code.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) => names.split(','))
    .map((one) => one.trim().replace(/^type /, '').split(' as ').at(-1)?.trim() ?? '').filter((name) => name !== '' && name !== 'default')
    .map((name) => ({ name, isClass: false }));
  return [...declared, ...listed];
}

/** The tables (and views) a piece of SQL makes, without their schema. */
export function tablesIn(sql: string): string[] {
  return [...plain(sql).matchAll(/create (?:unlogged |materialized )?(?:table|view) (?:if not exists )?(?:\w+\.)?(\w+)/gi)].map(([, name = '']) => name);
}

/** The columns a piece of SQL makes, in `create table` and in `add column`. */
export function columnsIn(sql: string): string[] {
  const text = plain(sql);
  const made = [...text.matchAll(/create (?:unlogged )?table (?:if not exists )?[\w.]+ \(/gi)].flatMap((start) => partsAfter(text, start.index + start[0].length))
    .filter((part) => !/^(?:primary|foreign|unique|check|constraint|exclude|like)\b/i.test(part)).map((part) => /^\w+/.exec(part)?.[0] ?? '');
  const added = [...text.matchAll(/add column (?:if not exists )?(\w+)/gi)].map(([, name = '']) => name);
  return [...made, ...added].filter((name) => name !== '');
}

function wordsOf(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[^A-Za-z0-9]+/g, ' ').toLowerCase().trim();
}

function plain(sql: string): string {
  return sql.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '').replace(/'(?:[^']|'')*'/g, "''").replace(/\s+/g, ' ');
}

/** The parts between the commas of a bracket that opened just before `at`, up to where it closes. */
function partsAfter(text: string, at: number): string[] {
  const parts: string[] = [];
  let depth = 1, begun = at;
  for (let i = at; i < text.length && depth > 0; i += 1) {
    const letter = text[i];
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (depth === 0 || (depth === 1 && letter === ',')) {
      parts.push(text.slice(begun, i).trim());
      begun = i + 1;
    }
  }
  return parts;
}
