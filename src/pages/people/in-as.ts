import type { Then } from '../../web/form.ts';

/** Where somebody goes who just came in: where they were headed, else home; what the way in kept is forgotten. */
export function inAs({ token, keepSeconds, returnTo }: { readonly token: string; readonly keepSeconds?: number; readonly returnTo: string }): Then {
  return { to: returnTo === '' ? '/home' : returnTo, session: { token, ...(keepSeconds !== undefined && { keepSeconds }) }, keep: { asked: '', asking: '', account: '' } };
}
