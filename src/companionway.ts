// The command line: npx companionway <command>. `npm start` is `companionway start`.
import { speak } from './messages/index.ts';
import { commands } from './commands/commands.ts';
import { sentencesFor, tell, tongue } from './commands/say.ts';

const [first = 'help', ...rest] = process.argv.slice(2);
// `help backup` is `backup --help`.
const [name, words] = first === 'help' && rest[0] !== undefined ? [rest[0], ['--help']] : [first, rest];
const command = commands.find((one) => one.name === name);
if (command === undefined) {
  const t = speak(tongue());
  tell(name === 'help' || name === '--help' || name === '-h' ? t('command.help.first') : t('command.help.unknown', { name: name ?? '' }));
  for (const one of commands) tell(`  companionway ${one.name.padEnd(10)} ${t(one.about)}`);
  process.exitCode = name === 'help' || name === '--help' || name === '-h' ? 0 : 2;
} else if (words.includes('--help') || words.includes('-h')) {
  tell(speak(tongue())(command.help));
} else {
  try {
    process.exitCode = await command.run(words);
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'WordsNotUnderstood') {
      const t = speak(tongue());
      if (words.length > 0) tell(t('command.not-understood', { words: words.join(' ') }));
      tell(t(command.help));
      process.exit(2);
    }
    const sentences = sentencesFor(fault);
    if (sentences === undefined) throw fault;
    for (const sentence of sentences) tell(sentence);
    process.exitCode = 1;
  }
  process.exit();
}
