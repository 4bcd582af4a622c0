import type { Outcome } from '../../platform/outcome.ts';
import type { Scene } from '../../platform/scene.ts';
import { decideColumns, decideRow, uploadSheet } from './prepare.ts';
import { runImport } from './run-import.ts';
import { importSeen } from './seen.ts';

/** How a sheet fared that was brought in without a page: for the command line and the demo. */
export type Brought = { readonly ok: true; readonly import: string; readonly counts: Readonly<Record<string, number>>; readonly looked: number } | { readonly ok: false; readonly why: string; readonly about: Readonly<Record<string, string | number>> };

/**
 * Brings a whole sheet in with the guessed columns, through the same acts as the page. People somebody should look at are left out unless `bring` says
 * otherwise; `dryRun` stops before anything comes in.
 */
export async function importSheet(
  scene: Scene,
  given: { programme: string; bytes: Uint8Array; fileName: string; side?: 'seeker' | 'supporter'; consentBlank?: 'look' | 'bring' | 'leave-out'; alreadySupporters?: boolean; bring?: boolean; dryRun?: boolean },
): Promise<Brought> {
  const uploaded = await uploadSheet(scene, { programme: given.programme, bytes: given.bytes, fileName: given.fileName, ...(given.side && { side: given.side }) });
  if (uploaded.kind !== 'done') return notBrought(uploaded);
  const id = uploaded.value.import;
  const first = await importSeen(scene, { import: id });
  const decided = await decideColumns(scene, {
    import: id, mapping: [...first.decisions.mapping], side: first.side, whenConsentIsBlank: given.consentBlank ?? 'look', alreadySupporters: given.alreadySupporters ?? false,
  });
  if (decided.kind !== 'done') return notBrought(decided);
  const { planned } = await importSeen(scene, { import: id });
  const look = planned?.look ?? [];
  if (given.dryRun === true) return { ok: true, import: id, counts: { bring: planned?.bring.length ?? 0 }, looked: look.length };
  for (const { key } of look) await decideRow(scene, { import: id, key, decision: given.bring === true ? 'bring' : 'leave-out' });
  const ran = await runImport(scene, { import: id }, { once: `import/${id}` });
  return ran.kind === 'done' ? { ok: true, import: id, counts: ran.value, looked: look.length } : notBrought(ran);
}

function notBrought(outcome: Outcome<unknown, string>): Brought {
  return { ok: false, why: outcome.kind === 'refused' ? outcome.code : outcome.kind, about: (outcome.kind === 'refused' && outcome.about) || {} };
}
