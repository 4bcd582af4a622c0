/** Every IANA time zone this machine knows, UTC first: ICU leaves that one out. */
export const timeZones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

const known = new Set(timeZones);

/** Whether this machine can tell the time there. */
export function isTimeZone(zone: string): boolean {
  return known.has(zone);
}
