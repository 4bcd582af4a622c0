import { isLang, langs, type Lang } from './lang.ts';

// Vite puts the sentences themselves into the build, so a new room's file needs no registration and nothing is read at run time.
const files = import.meta.glob<Readonly<Record<string, string>>>(['./en/*.json', './fr/*.json'], { eager: true, import: 'default' });

/**
 * The ICU text of a sentence, or undefined when this language has none.
 * A key is the room, a dot, and the rest: `intake.ask.title` is `ask.title` in `intake.json`.
 */
export function sentence(lang: Lang, key: string): string | undefined {
  return byLang[lang].get(key);
}

const byLang: Readonly<Record<Lang, ReadonlyMap<string, string>>> = read();

function read(): Record<Lang, Map<string, string>> {
  const all: Record<Lang, Map<string, string>> = { en: new Map(), fr: new Map() };
  for (const [path, sentences] of Object.entries(files)) {
    const [, lang, room] = /^\.\/(\w+)\/([\w-]+)\.json$/.exec(path) ?? [];
    if (!isLang(lang) || room === undefined) throw new Error(`${path} is not a file of sentences (${langs.join(', ')})`);
    for (const [rest, text] of Object.entries(sentences)) all[lang].set(`${room}.${rest}`, text);
  }
  return all;
}
