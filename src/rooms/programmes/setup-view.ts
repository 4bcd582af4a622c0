import { resolve } from 'node:path';
import { z } from 'zod';
import { starter } from '../../content/index.ts';
import { view, type Looking } from '../../platform/view.ts';
import { contactOf, namesOf } from '../people/index.ts';
import { isSetupCode } from './setup-code.ts';
import { countries, setupState, setupSteps } from './setup-draft.ts';

/** Setting up as a page shows it. Once the house is set up it is absent, and so is a step that is none of the six. Without the right code nothing of what was answered is shown. */
export const setup = view({
  name: 'programmes.setup',
  input: z.object({ code: z.string().optional(), step: z.enum(setupSteps).default('organisation') }),
  may: () => true,
  async load(looking, { code, step }) {
    const state = await setupState(looking);
    if (state === undefined) return undefined;
    if (code === undefined || !isSetupCode(looking.scene.house, code)) return { open: false as const };
    const { config } = looking.scene.house;
    return {
      open: true as const,
      step,
      ...state,
      coordinator: await personOf(looking, state.draft.coordinator),
      backup: await personOf(looking, state.draft.backup),
      templates: starter().templates.map(({ id, name, purpose }) => ({ id, name, purpose })),
      countries: starter().safety.confirmBeforeOpening.countries.filter(({ country }) => countries().includes(country)).map(({ country, name }) => ({ country, name })),
      mail: config.smtpUrl !== undefined,
      data: { own: config.databaseUrl === undefined, place: resolve(config.data) },
    };
  },
});

async function personOf(looking: Looking, id: string | undefined): Promise<{ name: string; email: string }> {
  if (id === undefined) return { name: '', email: '' };
  const email = (await contactOf(looking, id)).find(({ kind }) => kind === 'email')?.value ?? '';
  return { name: (await namesOf(looking, [id])).get(id) ?? '', email };
}
