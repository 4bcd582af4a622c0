import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { renderSVG } from 'uqr';
import { BackupRefused, keyringPlaces } from '../backup/index.ts';
import { makeRecoveryShares, recoveryKeyIn, setName } from '../keyring/index.ts';
import { type Lang, speak } from '../messages/index.ts';
import { readConfig } from '../platform/config.ts';
import { type ExitCode, tell, tongue } from './say.ts';
import { readWords, WordsNotUnderstood } from './words.ts';

/**
 * `companionway shares --into DIRECTORY [--again]`: makes the three papers that open the keyring's own backups (any two do), as pages to print. From then on
 * the keyring writes such backups by itself. The papers are made once: this machine keeps no copy.
 */
export async function shares(words: readonly string[]): Promise<ExitCode> {
  const { values } = readWords(words, { into: { type: 'string' }, again: { type: 'boolean' } }, 0);
  const { into } = values;
  if (into === undefined) throw new WordsNotUnderstood();
  const t = speak(tongue());
  const config = readConfig(process.env);
  const directory = dirname((await keyringPlaces(config)).store);
  if (!(await stat(directory).then(() => true, () => false))) throw new BackupRefused('nothing-here');
  const before = await recoveryKeyIn(directory);
  if (before !== null && values.again !== true) {
    tell(t('command.shares.already', { day: new Date(before.made).toISOString().slice(0, 10) }));
    return 1;
  }
  const now = new Date();
  await mkdir(into, { recursive: true, mode: 0o700 });
  for (const at of [1, 2, 3]) {
    const file = paperIn(into, at);
    if (await stat(file).then(() => true, () => false)) throw new BackupRefused('file-exists', { file });
  }
  const { shares: papers, set } = await makeRecoveryShares(directory, now.getTime());
  for (const [at, share] of papers.entries()) {
    await writeFile(paperIn(into, at + 1), paper(share, { number: String(at + 1), set: setName(set), day: now.toISOString().slice(0, 10) }, tongue()), { mode: 0o600, flag: 'wx' });
  }
  tell(t('command.shares.made', { directory: into, set: setName(set) }));
  tell(t('command.shares.then'));
  tell(t('command.shares.where', { directory: config.keyringBackups }));
  return 0;
}

const paperIn = (directory: string, number: number): string => join(directory, `share-${number}.html`);

/** One paper: the share in groups to type, the same as a code to scan, and what it is for. Needs nothing from anywhere. */
function paper(share: string, about: { readonly number: string; readonly set: string; readonly day: string }, lang: Lang): string {
  const t = speak(lang);
  const groups = share.split('-');
  const lines = [0, 4, 8, 12].map((from) => groups.slice(from, from + 4).join('-')).join('\n');
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${t('command.shares.paper.title', about)}</title>
<style>body{font:14pt/1.5 serif;margin:2cm;max-width:16cm}pre{font:20pt/1.7 monospace;letter-spacing:.05em}svg{width:5cm;height:5cm}</style></head>
<body><h1>${t('command.shares.paper.title', about)}</h1>
<p>${t('command.shares.paper.words')}</p>
<pre>${lines}</pre>
${renderSVG(share)}
<p>${t('command.shares.paper.keep')}</p>
<p>${t('command.shares.paper.use')}</p>
</body></html>
`;
}
