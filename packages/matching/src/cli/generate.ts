import { createHash } from 'node:crypto';
import { generate, generateDense, USUAL } from '../instance/generated/generate.ts';
import { placesOf } from '../instance/instance.ts';
import { writeInstance } from '../instance/write.ts';
import { asked, NotUnderstood, wholeNumber } from './arguments.ts';
import { saveInstance } from './files.ts';

/** `generate PREFIX`: a seeded instance of the benchmark's kind; the same on every machine. */
export function generateCommand(args: readonly string[]): Record<string, unknown> {
  const ask = asked(args, ['n', 'm', 'kmin', 'kmax', 'capmin', 'capmax', 'seed', 'quant', 'dense', 'inline']);
  const prefix = ask.words[0];
  if (prefix === undefined) throw new NotUnderstood('generate needs a name for the files');
  const seed = wholeNumber(ask, 'seed', 1);
  const dense = wholeNumber(ask, 'dense', 0);
  const seekers = dense || wholeNumber(ask, 'n', USUAL.seekers);
  const recipe = {
    seekers,
    supporters: wholeNumber(ask, 'm', Math.floor(seekers / 5)),
    fewestCandidates: wholeNumber(ask, 'kmin', USUAL.fewestCandidates),
    mostCandidates: wholeNumber(ask, 'kmax', USUAL.mostCandidates),
    fewestPlaces: wholeNumber(ask, 'capmin', USUAL.fewestPlaces),
    mostPlaces: wholeNumber(ask, 'capmax', USUAL.mostPlaces),
    seed,
    coarse: wholeNumber(ask, 'quant', 0),
  };
  if (recipe.fewestCandidates > recipe.mostCandidates) throw new NotUnderstood('--kmin is above --kmax');
  if (recipe.fewestPlaces > recipe.mostPlaces) throw new NotUnderstood('--capmin is above --capmax');
  const market = dense ? generateDense(dense, seed) : generate(recipe);
  const { fewestCandidates: kmin, mostCandidates: kmax, fewestPlaces: capmin, mostPlaces: capmax, coarse: quant } = recipe;
  const params = dense ? { kmin, kmax, capmin: 1, capmax: 1, quant } : { kmin, kmax, capmin, capmax, quant };
  const written = writeInstance(market, { seed, params }, { inline: ask.named.has('inline'), dense: dense > 0 });
  saveInstance(prefix, written);
  const sha256 = written.bytes && createHash('sha256').update(written.bytes).digest('hex').slice(0, 16);
  return {
    file: `${prefix}.json`,
    seekers: market.seekers,
    supporters: market.supporters,
    pairs: market.col.length,
    places: placesOf(market),
    ...(sha256 && { sha256 }),
  };
}
