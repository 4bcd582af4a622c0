/** Closeness of two places in a coded tree. */
import type { CodeFacts } from './criterion.ts';

type Codes = Readonly<Record<string, CodeFacts>> | undefined;

/** A closeness between 0 and 1 as two whole numbers, so that no machine rounds it differently. */
export interface Ratio {
  readonly num: number;
  readonly den: number;
}

const paths = new WeakMap<object, Map<string, readonly string[]>>();

/** From a code up to the top of its tree, the code itself first. A loop in the list ends the walk instead of running for ever. */
function pathUp(code: string, codes: Codes): readonly string[] {
  const known = codes && paths.get(codes)?.get(code);
  if (known) return known;
  const path: string[] = [];
  for (let at: string | undefined = code; at !== undefined && !path.includes(at); at = codes?.[at]?.parent) path.push(at);
  if (codes) paths.set(codes, (paths.get(codes) ?? new Map<string, readonly string[]>()).set(code, path));
  return path;
}

/**
 * Twice the depth of the nearest common code over the sum of both depths (Wu and Palmer 1994), with the top of a tree
 * at depth 1: equal codes give 1, codes of different trees 0, two kinds under one top 1/2, a kind and its top 2/3.
 */
export function treeCloseness(a: string, b: string, codes: Codes): Ratio {
  const up = pathUp(a, codes), down = pathUp(b, codes);
  let depth = 0;
  while (depth < up.length && depth < down.length && up[up.length - 1 - depth] === down[down.length - 1 - depth]) depth++;
  return { num: 2 * depth, den: up.length + down.length };
}
