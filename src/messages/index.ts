// Every sentence people read, in every language, and dates, times, lists and numbers in words. Pages import this door only.
export { isLang, langs, localeOf, type Lang } from './lang.ts';
export { speak } from './speak.ts';
export type { BareKey, LengthUnit, MessageKey, PlainKey, RichKey, Speak } from './types.ts';
export { type DateStyle, hourIn, type Instant } from './dates.ts';
export type { Tag } from './tag.ts';
