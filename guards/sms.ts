// The basic alphabet of a text message (3GPP TS 23.038): anything else turns 160 characters into 70.
const plain = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');

// As long as each value may become.
const lengths: Readonly<Record<string, number>> = { link: 40, sender: 14, time: 18, new_time: 18, minutes: 3, coordinator: 10, backup: 10 };

/** A text message with its placeholders as long as they may become. */
export function fillSms(words: string): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => 'x'.repeat(lengths[name] ?? 12));
}

/** Why a filled text would not be one text message, or nothing. */
export function notPlainSms(words: string): string | undefined {
  const odd = [...new Set(words)].filter((letter) => !plain.has(letter));
  if (odd.length > 0) return `not plain: ${odd.join(' ')}`;
  return words.length > 160 ? `${words.length} characters` : undefined;
}
