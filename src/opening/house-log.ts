import { type Logger, multistream, pino } from 'pino';
import type { Config } from '../platform/config.ts';
import { shipLog } from './ship-log.ts';

/**
 * The house's log: JSON lines to standard output, and, where `LOG_TO` names a place, each line to that place as well. Trouble on the way there is said on
 * standard output, at most once a minute.
 */
export function houseLog({ logLevel, logTo }: Pick<Config, 'logLevel' | 'logTo'>): { readonly log: Logger; close(): Promise<void> } {
  if (logTo === undefined) return { log: pino({ level: logLevel, base: null }), close: () => Promise.resolve() };
  let said = 0;
  const here = pino({ level: logLevel, base: null });
  const shipper = shipLog(logTo, {
    onTrouble(why) {
      if (Date.now() - said < 60_000) return;
      said = Date.now();
      here.warn({ why }, 'the log does not reach its other place');
    },
  });
  // Whoever keeps quiet here is still heard there: what an operator does not want to see is what an intruder would switch off.
  const log = pino({ level: logLevel === 'debug' ? 'debug' : 'info', base: null }, multistream([...(logLevel === 'silent' ? [] : [{ level: logLevel, stream: process.stdout }]), { level: 'info', stream: shipper }]));
  return { log, close: () => shipper.close() };
}
