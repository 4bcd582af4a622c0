import { nothing, unread } from './problem.ts';
import type { CellProblem, Reading } from './problem.ts';
import { splitSeveral } from './split-several.ts';
import { fold } from './words.ts';

/** A language somebody speaks. */
export interface ReadLanguage {
  /** BCP 47: en, fr, cmn (Mandarin), yue (Cantonese), ase (American Sign Language) */
  code: string;
  /** 'little' when the person wrote that it is only a little; otherwise null */
  level: 'little' | null;
}

/** Code, then every name we know for it (an underscore is a space): English, French, its own. Chosen from the languages most spoken in Canada (census 2021) and widely elsewhere. */
const NAMES = `
en english anglais anglaise eng
fr french francais francaise fre
ase asl american_sign_language langue_des_signes_americaine
fcs lsq langue_des_signes_quebecoise quebec_sign_language
ar arabic arabe العربية عربي
bn bengali bangla বাংলা
bg bulgarian bulgare
cr cree cri nehiyawewin
cs czech tcheque
cmn mandarin chinois_mandarin mandarin_chinese 普通话 国语 普通話 國語
yue cantonese cantonais 广东话 廣東話 粵語 粤语
zh chinese chinois 中文 汉语 漢語
nan hokkien taiwanese taiwanais minnan
hr croatian croate
da danish danois
nl dutch neerlandais hollandais nederlands
et estonian estonien
fi finnish finnois
de german allemand deutsch
el greek grec ελληνικα
gu gujarati ગુજરાતી
he hebrew hebreu עברית
hi hindi हिन्दी हिंदी
ht haitian_creole creole_haitien haitian kreyol creole
hu hungarian hongrois magyar
id indonesian indonesien
ilo ilocano
iu inuktitut ᐃᓄᒃᑎᑐᑦ
it italian italien italiano
ja japanese japonais 日本語
kab kabyle
km khmer cambodian cambodgien
ko korean coreen 한국어
ku kurdish kurde
ln lingala
lo lao laotian laotien
lv latvian letton
lt lithuanian lituanien
ml malayalam
mg malagasy malgache
ms malay malais
mr marathi
moe innu montagnais innu_aimun
ne nepali nepalais
no norwegian norvegien norsk
oj ojibwe ojibway anishinaabemowin
om oromo
ps pashto pachto pachtou
fa farsi persian persan فارسی
prs dari
pl polish polonais polski
pt portuguese portugais portugues
pa punjabi panjabi pendjabi penjabi ਪੰਜਾਬੀ
ro romanian roumain moldovan
rn kirundi rundi
rw kinyarwanda rwanda
ru russian russe русский
sr serbian serbe
si sinhala sinhalese cinghalais
sk slovak slovaque
sl slovenian slovene
so somali somalien
es spanish espagnol espanol castellano
sw swahili kiswahili
sv swedish suedois svenska
tl tagalog filipino philippin
ta tamil tamoul தமிழ்
te telugu
th thai thailandais ไทย
ti tigrinya tigrigna
tr turkish turc turkce
uk ukrainian ukrainien українська
ur urdu ourdou اردو
vi vietnamese vietnamien
wo wolof
yi yiddish
yo yoruba
am amharic amharique
ber berber berbere tamazight
`;

const CODES = new Map(
  NAMES.trim()
    .split('\n')
    .flatMap((line) => {
      const [code = '', ...names] = line.split(' ');
      return names.map((name): [string, string] => [fold(name.replaceAll('_', ' ')), code]);
    }),
);

const LITTLE = /\b(?:a little|little|some|basic|a bit of|a bit|un peu de|un peu d|un peu|un brin de|notions de|notions d|debutant|beginner)\b/g;
const SMALL = /\b(?:fluent|native|courant|couramment|first|langue maternelle|mother tongue|i speak|je parle|parle|le|la|l|the)\b/g;

/**
 * Reads languages, however they are strung together: "French and English", "Punjabi; English", "Mandarin, a little English", "العربية".
 * Order is kept (people put the one they feel at home in first); a language named twice counts once. Unknown pieces are kept and told.
 */
export function readLanguages(cell: string): Reading<ReadLanguage[]> {
  const text = cell.trim();
  if (text === '') return nothing();
  if (text.length > 500) return unread('language-unread', { piece: '' });
  const spoken = new Map<string, ReadLanguage>();
  const problems: CellProblem[] = [];
  for (const piece of splitSeveral(text, 'comma', (one) => readOne(one) !== null)) {
    const found = readOne(piece);
    if (!found) problems.push({ code: 'language-unread', values: { piece } });
    else if (!spoken.has(found.code)) spoken.set(found.code, found);
  }
  return { value: spoken.size > 0 ? [...spoken.values()] : null, keep: problems.length > 0, problems };
}

function readOne(piece: string): ReadLanguage | null {
  const words = fold(piece);
  const named = words.replace(SMALL, ' ').replace(/\s+/g, ' ').trim();
  const bare = named.replace(LITTLE, ' ').replace(/\s+/g, ' ').trim();
  const code = CODES.get(words) ?? CODES.get(named) ?? CODES.get(bare);
  return code === undefined ? null : { code, level: CODES.has(words) || CODES.has(named) ? null : 'little' };
}
