/** From a programme template's own notation (templates.yaml and intake.yaml, already parsed) to criteria. */
import type { Closing, CodeFacts, Criterion, Method } from './criterion.ts';

/** A criterion as the content lists it. Texts and anything else are ignored. */
export interface ContentCriterion {
  readonly id: string;
  readonly method: string;
  readonly questions?: readonly string[];
  readonly minimum_minutes?: number;
  readonly minimum_months?: number;
  readonly scale_years?: number;
  readonly prefer_weight?: number;
}

/** How a template uses a criterion: `hard` without a weight, or `soft` with one. */
export interface ContentUse {
  readonly criterion: string;
  readonly strength: string;
  readonly weight?: number;
}

/** An option of a question, with what it means beside others. */
export interface ContentOption {
  readonly id: string;
  readonly order?: number;
  readonly value?: number;
  readonly bereaved?: boolean;
  readonly exclusive?: boolean;
  readonly opens_text?: boolean;
  readonly answers?: readonly string[];
  readonly touches?: readonly string[];
}

/** A question of the intake bank. */
export interface ContentQuestion {
  readonly id: string;
  readonly options?: readonly ContentOption[];
  readonly options_from?: string;
}

/** What `criteriaFromContent` reads. `trees` maps a coded list's codes to the wider code above each (null at the top). */
export interface Content {
  readonly criteria: readonly ContentCriterion[];
  readonly questions?: readonly ContentQuestion[];
  readonly option_lists?: ReadonlyArray<{ readonly id: string; readonly options: readonly ContentOption[] }>;
  readonly trees?: ReadonlyArray<Readonly<Record<string, string | null>>>;
}

/** Thrown when a template names a criterion, a method or a strength that the content does not have. */
export class CriterionError extends Error {
  override name = 'CriterionError';
}

const METHODS: readonly string[] = ['same', 'overlap', 'nearest', 'ahead', 'tree', 'clear', 'wish', 'load', 'idle'] satisfies Method[];
const CLOSES: Readonly<Record<string, Closing>> = {
  'topics-open': 'touches', 'loss-apart': 'bereaved', 'use-path': 'apart', 'work-lines-apart': 'too-close',
};

/**
 * The criteria of one programme, in the template's order. `steadyMonths` is the template's capacity.steady_months, which
 * `steady` measures against. Throws CriterionError on a name the content does not know.
 */
export function criteriaFromContent(matching: readonly ContentUse[], content: Content, steadyMonths?: number): readonly Criterion[] {
  return matching.map((use) => {
    const found = content.criteria.find((c) => c.id === use.criterion);
    if (!found) throw new CriterionError(`no criterion called ${use.criterion}`);
    if (!METHODS.includes(found.method)) throw new CriterionError(`${found.id}: no method called ${found.method}`);
    if (use.strength !== 'hard' && use.strength !== 'soft') throw new CriterionError(`${found.id}: strength is hard or soft`);
    const closes = CLOSES[found.id], months = found.minimum_months ?? (found.id === 'steady' ? steadyMonths : undefined);
    return {
      id: found.id, method: found.method as Method, strength: use.strength, questions: found.questions ?? [],
      ...(use.weight !== undefined && { weight: use.weight }),
      ...(found.minimum_minutes !== undefined && { minimumMinutes: found.minimum_minutes }),
      ...(months !== undefined && { minimumMonths: months }),
      ...(found.scale_years !== undefined && { scaleYears: found.scale_years }),
      ...(found.prefer_weight !== undefined && { preferWeight: found.prefer_weight }),
      ...(closes && { closes }), codes: codesFor(found, content),
    };
  });
}

function codesFor(criterion: ContentCriterion, content: Content): Readonly<Record<string, CodeFacts>> {
  const codes: Record<string, CodeFacts> = {}, options = (criterion.questions ?? []).flatMap((id) => optionsOf(id, content));
  const answered = new Set(options.flatMap((o) => o.answers ?? []));
  for (const o of options) codes[o.id] = factsOf(o, answered);
  if (criterion.method !== 'tree') return codes;
  for (const tree of content.trees ?? []) for (const [code, parent] of Object.entries(tree)) codes[code] = { ...codes[code], ...(parent !== null && { parent }) };
  return codes;
}

function optionsOf(question: string, content: Content): readonly ContentOption[] {
  const found = content.questions?.find((q) => q.id === question);
  return found?.options ?? content.option_lists?.find((l) => l.id === found?.options_from)?.options ?? [];
}

/** “Nothing comes to mind”, “something else” and “I do not know yet” commit to nothing, unless the other side's hopes answer them. */
function factsOf(option: ContentOption, answered: ReadonlySet<string>): CodeFacts {
  const vague = option.exclusive === true || (option.opens_text === true && option.id.endsWith('-other')) || option.id.endsWith('-unsure');
  return {
    ...(option.order !== undefined && { order: option.order }), ...(option.value !== undefined && { value: option.value }),
    ...(option.bereaved && { bereaved: true }), ...(option.answers && { answers: option.answers }),
    ...(option.touches && { touches: option.touches }), ...(vague && !answered.has(option.id) && { open: true }),
  };
}
