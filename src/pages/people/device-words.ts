import type { BareKey, Speak } from '../../messages/index.ts';
import type { Device } from '../../rooms/people/index.ts';

const browsers: Readonly<Record<Device['browser'], BareKey>> = {
  edge: 'people.device.edge', samsung: 'people.device.samsung', opera: 'people.device.opera', firefox: 'people.device.firefox', chrome: 'people.device.chrome',
  safari: 'people.device.safari', other: 'people.device.a-browser',
};
const systems: Readonly<Record<Device['system'], BareKey>> = {
  android: 'people.device.android', ios: 'people.device.ios', chromeos: 'people.device.chromeos', windows: 'people.device.windows', mac: 'people.device.mac',
  linux: 'people.device.linux', other: 'people.device.a-device',
};

/** A device in words that people know it by: “Firefox on an Android phone or tablet”. */
export function deviceInWords(t: Speak, { browser, system }: Device): string {
  return t('people.device.on', { browser: t(browsers[browser]), system: t(systems[system]) });
}
