import { findingInWords, lookAround } from '../doctor/index.ts';
import { speak } from '../messages/index.ts';
import { type ExitCode, tell, tongue } from './say.ts';
import { readWords } from './words.ts';

/** `companionway doctor [--json]`: looks at everything a running house stands on. Ends with 1 when something is wrong. */
export async function doctor(words: readonly string[]): Promise<ExitCode> {
  const { values } = readWords(words, { json: { type: 'boolean' } }, 0);
  const t = speak(tongue());
  const found = await lookAround(process.env);
  const said = found.map((one) => ({ what: one.what, state: one.state, sentence: findingInWords(t, one) }));
  if (values.json === true) process.stdout.write(`${JSON.stringify(said, null, 2)}\n`);
  else for (const one of said) tell(`${t(`command.doctor.state.${one.state}`).padEnd(13)} ${one.sentence}`);
  return said.some(({ state }) => state === 'wrong') ? 1 : 0;
}
