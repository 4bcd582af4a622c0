import { type Lang, localeOf } from '../messages/index.ts';
import { timeZones } from '../platform/time-zones.ts';

/** A zone to choose from a list, by its name. */
export function zoneChoice(zone: string) {
  return { value: zone, label: zone.replaceAll('_', ' ') };
}

/** Every zone there is, to choose from. */
export const zoneChoices = timeZones.map(zoneChoice);

/** A time zone (an IANA name) as people say it, with its town: “Pacific Time (Vancouver)”, « heure du Pacifique (Vancouver) ». */
export function zoneInWords(lang: Lang, zone: string, now: Date): string {
  const said = new Intl.DateTimeFormat(localeOf[lang], { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
  const town = zone.split('/').at(-1)?.replaceAll('_', ' ');
  return zone.includes('/') ? `${said} (${town})` : said;
}
