/** The no-break space of French typography, the only one we write. */
export const noBreak = '\u00a0';

// Beside each word stands what we say instead; docs/words.md gives the reasons.
const avoided: Readonly<Record<'en' | 'fr', readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/\busers?\b/i, 'member, person, you'],
    [/\bclients?\b/i, 'member'],
    [/\bpatients?\b/i, 'member, or the programme’s own word'],
    [/(?<!\b(?:in|just in|upper|lower) )\bcases?\b/i, 'request, relationship, or the person’s name'],
    [/\btickets?\b/i, 'request, message'],
    [/\bsubmi(?:t|ts|tted|tting|ssions?)\b/i, 'send'],
    [/\binvalid\b/i, 'say what to do'],
    [/\badmins?\b/i, 'administrator, coordinator'],
    [/\b(?:sufferers?|victims?|addicts?)\b/i, 'words for people, not for illness (P11)'],
    [/\bcommit(?:s|ted|ting)? suicide\b/i, 'died by suicide'],
  ],
  fr: [
    [/(?<!\p{L})(?:utilisat(?:eur|rice)s?|usag(?:er|ère)s?)(?!\p{L})/iu, 'personne, membre, vous'],
    [/(?<!\p{L})clients?(?!\p{L})|(?<!\p{L})clientes?(?!\p{L})/iu, 'membre'],
    [/(?<!\p{L})patiente?s?(?!\p{L})/iu, 'membre, ou le mot du programme'],
    [/(?<!\p{L})tickets?(?!\p{L})/iu, 'demande, message'],
    [/(?<!\p{L})(?:soumett\p{L}+|soumis|soumises?|soumissions?)(?!\p{L})/iu, 'envoyer'],
    [/(?<!\p{L})invalides?(?!\p{L})/iu, 'dire quoi faire'],
    [/(?<!\p{L})(?:victimes?|toxicomanes?)(?!\p{L})/iu, 'des mots pour la personne (P11)'],
  ],
};

/** The words in a text that we do not say, each with what we say instead. */
export function avoidedIn(text: string, lang: 'en' | 'fr'): string[] {
  return avoided[lang].flatMap(([word, instead]) => {
    const hit = word.exec(text);
    return hit ? [`“${hit[0]}” is a word we avoid; say: ${instead} (${lang})`] : [];
  });
}

/**
 * What is wrong with the typography of a text: straight apostrophes; in French the no-break spaces of Canadian usage (inside « »
 * and before a colon, none before ? ! ;), the informal “tu”, and dots or brackets that mark two genders at once.
 */
export function typographyOf(text: string, lang: 'en' | 'fr'): string[] {
  const wrong: string[] = [];
  const mind = (bad: RegExp, sentence: string) => { if (bad.test(text)) wrong.push(`${sentence} (${lang})`); };
  mind(/'/, 'straight apostrophe');
  if (lang === 'en') return wrong;
  mind(/\u202f/, 'narrow no-break space: write U+00A0');
  mind(/«(?!\u00a0)|(?<!\u00a0)»/, 'guillemets want a no-break space');
  mind(/(?<=[\p{L}\p{N}»)}]) :/u, 'a colon wants a no-break space before it');
  mind(/(?<=\p{L}):(?=\s|$)/u, 'a colon wants a no-break space before it');
  mind(/[ \u00a0\u202f][?!;]/, 'no space before ? ! ; in Canadian French');
  mind(/\p{L}·\p{L}|\p{L}\((?:e|se|ne|trice)\)/u, 'rewrite without dots or brackets');
  return wrong;
}

/** Whether a French text says “tu” to the reader outside a quotation. */
export function saysTu(text: string): boolean {
  return /(?<!\p{L})(?:tu|toi)(?!\p{L})/iu.test(text.replace(/«[^»]*»/g, ''));
}

// What is not true, or not ours to promise, whoever says it kindly: who can read (whoever runs the server technically could), and hours that no rota gives.
const tooMuch: Readonly<Record<'en' | 'fr', readonly RegExp[]>> = {
  en: [
    /\bend[ -]to[ -]end\b/i, /\banonym/i, /\b(?:nobody|no one)(?: here| else)? (?:can|could)(?: ever)? (?:read|see)\b/i, /\bonly (?:those|the|you) two can\b/i,
    /(?<!\bnot there |\bpromise to be there )\bday and night\b/i, /\baround the clock\b|\b24\/7\b|\balways (?:there|here) for you\b/i,
  ],
  fr: [
    /bout en bout/i, /anonym/i, /(?<!\p{L})personne(?: ici| d’autre)? ne (?:peut|pourra|pourrait)(?: jamais)? (?:le |la |les |l’)?(?:lire|voir)/iu, /elles? seules? peu(?:t|vent) le lire/i,
    /(?<!pas là |présence )jour et nuit/i, /24 ?h sur 24|24\/7|toujours là pour vous/i,
  ],
};

/** What a text promises that we do not keep: that nobody can read, that nobody is known, that somebody is there at every hour. */
export function promisedTooMuchIn(text: string, lang: 'en' | 'fr'): string[] {
  return tooMuch[lang].flatMap((claim) => {
    const hit = claim.exec(text);
    return hit ? [`“${hit[0]}” promises what we do not keep (${lang})`] : [];
  });
}
