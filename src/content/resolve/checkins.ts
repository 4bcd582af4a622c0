import type { z } from 'zod';
import type { References } from '../refer.ts';
import type { checkinsFile } from '../schemas/checkins.ts';

const file = 'checkins.yaml';

/** Items with their scale and who may see the answer, check-ins with their items, rules and bands with what they offer, indicators with the item they count. */
export function resolveCheckIns(raw: z.infer<typeof checkinsFile>, references: References) {
  const scale = references.book('scale', raw.scales);
  const sharing = references.book('way of sharing', raw.sharing);
  const offer = references.book('offer', raw.offers);

  const items = references.rows(file, raw.items, (item, from) => ({
    ...item, share: sharing(item.share, from), scale: item.scale === undefined ? undefined : scale(item.scale, from),
  }));
  const item = references.book('item', items);
  const checkIns = references.rows(file, raw.checkIns, (one, from) => ({ ...one, items: one.items.map((id) => item(id, from)) }));
  const rules = references.rows(file, raw.rules, (rule, from) => {
    const asked = item(rule.item, from);
    const answer = references.book(`answer to ${asked.id}`, asked.scale?.options ?? []);
    return { ...rule, item: asked, answers: rule.answers.map((id) => answer(id, from)), offers: rule.offers.map((id) => offer(id, from)) };
  });
  const selfCheck = references.single(file, raw.selfCheck, (one, from) => ({
    ...one, scale: scale(one.scale, from), bands: one.bands.map((band) => ({ ...band, offers: band.offers.map((id) => offer(id, `${from}, ${band.id}`)) })),
  }));
  const indicators = references.rows(file, raw.indicators, (one, from) => ({ ...one, item: one.item === undefined ? undefined : item(one.item, from) }));
  return {
    sharing: raw.sharing, skipLine: raw.skipLine, scales: raw.scales, items, checkIns, rules, offers: raw.offers, selfCheck,
    scoringRules: raw.scoringRules, indicators,
  };
}
