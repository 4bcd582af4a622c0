import type { TemplateId } from '../../content/index.ts';
import { starter } from '../../content/index.ts';
import type { Inside } from '../../platform/act.ts';
import { absent } from '../../platform/outcome.ts';
import type { Lang } from '../../platform/scene.ts';
import type { Looking } from '../../platform/view.ts';
import { isSetupCode } from './setup-code.ts';
import { asJson, fromJson } from './stored.ts';

/** The six questions, in order. */
export const setupSteps = ['organisation', 'language', 'template', 'people', 'mail', 'data'] as const;
/** One of the six questions. */
export type SetupStep = (typeof setupSteps)[number];

/** What was answered so far beside the organisation's own columns. Names and addresses are with their people, sealed; only ids stand here. */
export interface SetupDraft {
  readonly answered: readonly SetupStep[];
  readonly template?: TemplateId;
  readonly coordinator?: string;
  readonly backup?: string;
}

/** The organisation as it stands while it is being set up. */
export interface SetupState {
  readonly name: string;
  readonly country: string;
  readonly lang: Lang;
  readonly zone: string;
  readonly senderName: string;
  readonly draft: SetupDraft;
}

/** The countries for which the content knows which help lines to look up, by code. */
export function countries(): readonly string[] {
  return starter().safety.confirmBeforeOpening.countries.map(({ country }) => country);
}

/** What was answered so far, or undefined when the house is set up already. */
export async function setupState({ db, org }: Pick<Looking, 'db' | 'org'>): Promise<SetupState | undefined> {
  const row = await db
    .selectFrom('organisation')
    .select(['name', 'country', 'lang', 'zone', 'sender_name', 'settings', 'set_up_at'])
    .where('org_id', '=', org)
    .executeTakeFirst();
  if (row === undefined || row.set_up_at !== null) return undefined;
  const { setup } = fromJson<{ setup?: SetupDraft }>(row.settings);
  return {
    name: row.name, country: row.country, lang: row.lang === 'fr' ? 'fr' : 'en', zone: row.zone, senderName: row.sender_name, draft: setup ?? { answered: [] },
  };
}

/** The state for an act of setting up, held until it ends: undefined when the code is wrong. @throws Absent once the house is set up. */
export async function settingUp(inside: Inside, code: string): Promise<SetupState | undefined> {
  await inside.db.selectFrom('organisation').select('org_id').where('org_id', '=', inside.org).forUpdate().execute();
  const state = (await setupState(inside)) ?? absent();
  return isSetupCode(inside.scene.house, code) ? state : undefined;
}

/** Keeps one answer, so that setting up can go on later or elsewhere. */
export async function keepSetup(inside: Inside, { draft }: SetupState, step: SetupStep, more: Partial<SetupDraft> = {}): Promise<void> {
  const answered = setupSteps.filter((one) => one === step || draft.answered.includes(one));
  await inside.db
    .updateTable('organisation')
    .set({ settings: asJson({ setup: { ...draft, ...more, answered } }) })
    .where('org_id', '=', inside.org)
    .execute();
}
