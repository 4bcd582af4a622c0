import type { Speak } from '../messages/index.ts';
import type { FormWords } from '../ui/form-shown.ts';
import type { FurnitureWords } from '../ui/words.ts';

/** The words of the furniture in one language. */
export function furnitureWords(t: Speak): FurnitureWords {
  return {
    next: t('ui.next'),
    previous: t('ui.previous'),
    pages: t('ui.pages'),
    done: t('ui.done'),
    now: t('ui.now'),
    later: t('ui.later'),
    kept: t('ui.kept'),
    due: t('ui.due'),
    late: t('ui.late'),
    you: t('ui.you'),
    close: t('ui.close'),
    scroll: t('ui.scroll'),
  };
}

/** The words around a form in one language, with so many things to mend. */
export function formWords(t: Speak, count: number): FormWords {
  return {
    mend: t('ui.form.mend', { count }),
    optional: t('ui.form.optional'),
    why: t('ui.form.why'),
    again: t('ui.form.again'),
    mistake: t('ui.form.mistake'),
    chooseFileAgain: t('ui.form.choose-file-again'),
  };
}
