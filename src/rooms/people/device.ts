/** A device in two known words, for a list that people read; never the browser's whole description of itself. */
export interface Device {
  readonly browser: (typeof BROWSERS)[number][0] | 'other';
  readonly system: (typeof SYSTEMS)[number][0] | 'other';
}

// In this order: most browsers name the ones they descend from as well.
const BROWSERS = [
  ['edge', /\bEdgA?(?:iOS)?\//], ['samsung', /SamsungBrowser\//], ['opera', /\bOPR\//], ['firefox', /\b(?:Firefox|FxiOS)\//],
  ['chrome', /\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//], ['safari', /\bSafari\//],
] as const;
const SYSTEMS = [
  ['android', /Android/], ['ios', /iPhone|iPad|iPod/], ['chromeos', /CrOS/], ['windows', /Windows/], ['mac', /Macintosh|Mac OS X/], ['linux', /Linux/],
] as const;

/** What is kept of a browser's description: `firefox/android`. Empty when it says nothing. */
export function deviceOf(description: string): string {
  if (description.trim() === '') return '';
  const browser = BROWSERS.find(([, sign]) => sign.test(description))?.[0] ?? 'other';
  const system = SYSTEMS.find(([, sign]) => sign.test(description))?.[0] ?? 'other';
  return `${browser}/${system}`;
}

/** The two words of what was kept. What is not one of ours is `other`. */
export function readDevice(kept: string): Device {
  const [first, second] = kept.split('/');
  return { browser: BROWSERS.find(([name]) => name === first)?.[0] ?? 'other', system: SYSTEMS.find(([name]) => name === second)?.[0] ?? 'other' };
}
