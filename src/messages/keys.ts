// Written by bin/messages.mjs from en/*.json. Do not edit: change the sentences and run it again.
/** Every sentence people read, with the arguments it needs. */
export interface Messages {
  'time.at': { day: string; time: string };
  'time.clock.midnight': Record<never, never>;
  'time.clock.noon': Record<never, never>;
  'time.length.day': { amount: number };
  'time.length.hour': { amount: number };
  'time.length.minute': { amount: number };
  'time.length.month': { amount: number };
  'time.length.week': { amount: number };
  'time.length.working-day': { amount: number };
  'time.length.working-hour': { amount: number };
  'time.span.more-days': { from: string; to: string };
  'time.span.one-day': { day: string; from: string; to: string };
  'time.today': Record<never, never>;
  'time.tomorrow': Record<never, never>;
  'time.yesterday': Record<never, never>;
}
