import { z } from 'zod';
import { canonical } from '../proof/canonical.ts';
import type { Anchor } from './anchor.ts';

const anchor = z.object({
  chain: z.string().min(1).max(200), seq: z.number().int().nonnegative(), head: z.string().regex(/^[0-9a-f]{64}$/), hour: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/),
  tagsRoot: z.string().regex(/^[0-9a-f]{64}$/).nullable(), keyId: z.string().max(100), signature: z.string().max(200),
});

/** An anchor as one line of a file or of a letter. */
export function anchorLine({ chain, seq, head, hour, tagsRoot, keyId, signature }: Anchor): string {
  return `${canonical({ chain, seq, head, hour, tagsRoot, keyId, signature })}\n`;
}

/**
 * Every anchor in a text, in its order: a file of lines, or a letter saved whole. Mail programs fold long lines and mark quotes, and no part of an anchor
 * holds a space, so white space and quote marks within its braces are left out. What is no anchor is passed over.
 */
export function readAnchors(text: string): readonly Anchor[] {
  return [...text.matchAll(/\{[^{}]*\}/g)].flatMap(([found]) => {
    try {
      const read = anchor.safeParse(JSON.parse(found.replaceAll(/[\s>]+/g, '')));
      return read.success ? [read.data] : [];
    } catch {
      return [];
    }
  });
}
