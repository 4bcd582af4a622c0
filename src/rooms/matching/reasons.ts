import type { Part } from '@companionway/matching';
import type { Text } from '../../content/index.ts';
import { questionsById } from '../intake/index.ts';
import type { Here } from '../people/index.ts';
import { contentOf } from '../programmes/index.ts';

/** One criterion's part of a suggestion, with what was shared in the programme's own words. */
export interface Reason extends Part {
  readonly name: Text;
  readonly sentence: Text;
  readonly sharedWords: readonly Text[];
}

/** A programme's words for what the engine says in codes. */
export interface ProgrammeWords {
  /** Parts with the programme's sentences. A criterion that the programme removed since is left out. */
  reasons(parts: readonly Part[]): readonly Reason[];
  /** The words of an option, undefined for a code that has none. */
  option(code: string): Text | undefined;
}

/** The words of one programme, read once for a page. */
export async function wordsOfProgramme(here: Here, programme: string): Promise<ProgrammeWords> {
  const criteria = new Map((await contentOf(here, programme, 'criterion')).map(({ id, body }) => [id, body]));
  const options = new Map([...(await questionsById(here, programme)).values()].flatMap((question) => question.options.map((option) => [option.id, option.text] as const)));
  return {
    reasons: (parts) =>
      parts.flatMap((part) => {
        const criterion = criteria.get(part.criterion);
        if (criterion === undefined) return [];
        return [{ ...part, name: criterion.name, sentence: part.kind === 'differs' ? criterion.differs : criterion.explain, sharedWords: (part.shared ?? []).flatMap((code) => options.get(code) ?? []) }];
      }),
    option: (code) => options.get(code),
  };
}
