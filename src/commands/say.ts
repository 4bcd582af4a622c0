import { backupRefusalKey, BackupRefused } from '../backup/refusal.ts';
import { type Lang, speak } from '../messages/index.ts';
import { SettingsMistaken } from '../platform/config.ts';
import { NoPlace } from '../platform/place.ts';
import { DatabaseRefusal, type OnProgress, progressKey, refusalKey } from '../platform/postgres/refusal.ts';
import { NoSuchPlace, PortTaken } from '../web/serve.ts';

/** How a command ends: 0 done, 1 it could not be done (a sentence said why), 2 the words of the command were not understood. */
export type ExitCode = 0 | 1 | 2;

/** The language of whoever runs the command. */
export function tongue(environment: NodeJS.ProcessEnv = process.env): Lang {
  return /^fr/i.test(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '') ? 'fr' : 'en';
}

/** One line for whoever watches. */
export function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** Says what is being done, so that nobody wonders. */
export const progress: OnProgress = (code, about = {}) => {
  const t = speak(tongue()) as unknown as (key: string, about: Readonly<Record<string, string | number>>) => string;
  tell(t(progressKey(code), about));
};

/** The sentences for an expected trouble, or undefined for a fault of ours. */
export function sentencesFor(fault: unknown): readonly string[] | undefined {
  if (fault instanceof SettingsMistaken) return fault.sentences;
  if (fault instanceof PortTaken) return [speak(tongue())('command.port-taken', fault.about)];
  if (fault instanceof NoSuchPlace) return [speak(tongue())(`command.listen.${fault.why}`, fault.about)];
  if (fault instanceof DatabaseRefusal) {
    const t = speak(tongue()) as unknown as (key: string, about: Readonly<Record<string, string | number>>) => string;
    return [t(refusalKey(fault.code), fault.about)];
  }
  if (fault instanceof BackupRefused) {
    const t = speak(tongue()) as unknown as (key: string, about: Readonly<Record<string, string | number>>) => string;
    return [t(backupRefusalKey(fault.code), fault.about)];
  }
  if (fault instanceof Error && (fault.name === 'KeyringUnavailable' || fault.name === 'StoreInUse' || fault.name === 'StoreDamaged' || fault.name === 'CustodyRefused' || fault.name === 'ShareRefused')) return [fault.message];
  if (fault instanceof Error && 'code' in fault && fault.code === 'ENOSPC') return [speak(tongue())('command.no-space')];
  // Ctrl-C at a question.
  if (fault instanceof Error && fault.name === 'AbortError' && fault.message.includes('Ctrl+C')) return [speak(tongue())('command.stopped')];
  if (fault instanceof NoPlace) return [speak(tongue())('command.no-place', { place: fault.place })];
  if (fault instanceof Error && 'code' in fault && 'path' in fault && unwritable.has(String(fault.code))) return [speak(tongue())('command.no-writing', { place: String(fault.path) })];
  return undefined;
}

/** What a system says of a place where nothing can be kept: no right to it, read-only, or a file where a directory should be. */
const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);
