import { InstanceRefused } from '../instance/refused.ts';
import { NotUnderstood } from './arguments.ts';
import { explainCommand } from './explain.ts';
import { generateCommand } from './generate.ts';
import { solveCommand } from './solve.ts';
import { verifyCommand } from './verify.ts';

const HELP = `companionway-matching: exact, fair and explained matching of people to people

  solve FILE.json --objective lexi|worst|weight|stable [--locked 3:7,4:9] [--forbidden 1:2] [--seed N] [--out FILE] [--places N]
  explain FILE.json --seeker I [--supporter J] [--objective lexi|worst|weight]
  verify FILE.json ANSWER [--objective lexi|worst|weight|stable]
  generate PREFIX [--n N] [--m M] [--kmin N] [--kmax N] [--capmin N] [--capmax N] [--seed N] [--quant N] [--dense N] [--inline]

FILE.json is a peer-match-instance/1 header (with its .bin beside it, unless inline) or hospital-residents lists.
Each command prints one JSON line. Exit codes: 0 done, 1 not verified, 2 refused (with a sentence on why).`;

/** Runs one command and returns the exit code. Prints one JSON line, or a sentence on what is wrong. */
export function run(args: readonly string[], print: (line: string) => void, complain: (line: string) => void): number {
  const [command, ...rest] = args;
  try {
    if (command === 'solve') print(JSON.stringify(solveCommand(rest)));
    else if (command === 'explain') print(JSON.stringify(explainCommand(rest)));
    else if (command === 'generate') print(JSON.stringify(generateCommand(rest)));
    else if (command === 'verify') {
      const result = verifyCommand(rest);
      print(JSON.stringify(result));
      return result.verified ? 0 : 1;
    } else if (command === undefined || command === 'help' || command === '--help') print(HELP);
    else throw new NotUnderstood(`"${command}" is not a command; try solve, explain, verify or generate`);
    return 0;
  } catch (mistake) {
    if (!(mistake instanceof InstanceRefused || mistake instanceof NotUnderstood || isOutside(mistake))) throw mistake;
    complain(`companionway-matching: ${mistake.message}`);
    return 2;
  }
}

/** A file that cannot be read or written, or more numbers than this machine has memory for: nothing this program did wrong. */
function isOutside(mistake: unknown): mistake is Error {
  const { code } = mistake as { code?: unknown };
  return mistake instanceof Error && (typeof code === 'string' || (mistake instanceof RangeError && /allocation failed|array length|typed array/i.test(mistake.message)));
}
