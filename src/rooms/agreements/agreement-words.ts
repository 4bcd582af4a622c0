import { say, starter } from '../../content/index.ts';
import type { Lang } from '../../platform/scene.ts';

/** The agreement's own words, in the reader's language: its title, how it works, and what its buttons say. */
export function agreementWords(lang: Lang): { readonly title: string; readonly intro: string; readonly fine: string; readonly talk: string; readonly own: string; readonly sayYes: string } {
  const { title, intro, buttons } = starter().agreement;
  return { title: say(title, lang), intro: say(intro, lang), fine: say(buttons.fine, lang), talk: say(buttons.talk, lang), own: say(buttons.own, lang), sayYes: say(buttons.sayYes, lang) };
}
