// The one list of floors, low to high. A room imports only rooms of lower floors, and only through their door (index.ts).
// docs/map.md prints it; walls.test.ts holds every import to it, and plants a breach of each wall to see that it is caught.

/** Rooms by floor; the first floor is the lowest. Below them all lie platform, proof, keyring, trail, messages and content. */
export const floors = [
  ['sight'],
  ['people'],
  ['programmes'],
  ['promises', 'witness'],
  ['safety'],
  ['breaches'],
  ['intake'],
  ['conversations', 'letters'],
  ['relationships'],
  ['agreements'],
  ['matching', 'meetings', 'checkins', 'disclosures'],
  ['imports', 'desk', 'notifications', 'leaving'],
  ['retention', 'mydata'],
  ['demo'],
];

/** What lies below the rooms and may import of each other: no domain word, no room, no page. */
export const ground = ['platform', 'proof', 'keyring', 'trail', 'messages', 'content', 'mail'];

/** What looks after the house from outside: opening and commands use it, and a page asks the doctor. */
export const tools = ['backup', 'audit', 'doctor'];

/** The floor of a room, counted from 1; undefined for what is no room. */
export function floorOf(room) {
  const floor = floors.findIndex((rooms) => rooms.includes(room));
  return floor < 0 ? undefined : floor + 1;
}

/**
 * What is wrong with one import, as a sentence that says what to do instead; undefined when it is fine.
 * Paths are relative to the project, with forward slashes: `src/rooms/intake/begin.ts`.
 */
export function breach(from, to) {
  const [fromArea, fromRoom] = areaOf(from);
  const [toArea, toRoom] = areaOf(to);
  if (isTest(from)) return undefined;
  if (isTest(to) || toArea === 'testing') return `${from} imports ${to}: only tests may use what tests are made of.`;
  if (fromArea === 'rooms') {
    if (toArea === 'rooms' && fromRoom !== toRoom) {
      if (!to.endsWith(`rooms/${toRoom}/index.ts`)) return `${from} climbs in through ${to}: import ${toRoom} through its door, src/rooms/${toRoom}/index.ts.`;
      if (floorOf(fromRoom) === undefined || floorOf(toRoom) === undefined) return `${from}: give the room a floor in guards/floors.js.`;
      if (floorOf(toRoom) >= floorOf(fromRoom)) return `${from} imports ${toRoom}, which is not below ${fromRoom}: move what both need lower, or speak in facts (src/platform/facts.ts).`;
    }
    if (['web', 'pages', 'ui', 'browser', 'commands', 'opening'].includes(toArea)) return `${from} imports ${to}: rooms know nothing of the web, pages or commands; hand in what is needed.`;
    if (to === 'hono' || to.startsWith('preact')) return `${from} imports ${to}: rooms give plain values, pages make markup.`;
  }
  if (ground.includes(fromArea) && ['rooms', 'pages', 'ui', 'web', 'browser', 'commands', 'opening'].includes(toArea)) return `${from} imports ${to}: the ground knows nothing of what stands on it.`;
  if (fromArea === 'pages') {
    if (toArea === 'rooms' && !to.endsWith(`rooms/${toRoom}/index.ts`)) return `${from} climbs in through ${to}: import ${toRoom} through its door, src/rooms/${toRoom}/index.ts.`;
    if (['kysely', 'pg'].includes(to)) return `${from} imports ${to}: pages call views and acts; queries live in rooms.`;
    if (toArea === 'platform' && /platform\/(database|act|view|inside|facts|notices|jobs|migrate|postgres)/.test(to)) return `${from} imports ${to}: pages call views and acts of rooms.`;
    if (['commands', 'opening', 'keyring', 'proof'].includes(toArea)) return `${from} imports ${to}: pages know doors, ui, messages and web.`;
  }
  if (tools.includes(toArea) && ([...ground, 'rooms', 'web', 'ui', 'browser'].includes(fromArea) || (fromArea === 'pages' && to !== 'src/doctor/index.ts'))) {
    return `${from} imports ${to}: the house runs without its tools; only a page may ask the doctor, through its door.`;
  }
  if (fromArea === 'ui' && ['rooms', 'pages', 'commands', 'opening', 'keyring', 'platform'].includes(toArea)) return `${from} imports ${to}: furniture takes plain values and knows no domain word.`;
  if (fromArea === 'web' && ['pages', 'commands', 'opening'].includes(toArea) && !from.endsWith('found.ts')) return `${from} imports ${to}: the hinge finds pages by their address.`;
  if (fromArea === 'browser' && !['browser', 'elsewhere'].includes(toArea)) return `${from} imports ${to}: the browser's code takes nothing from the server but types.`;
  if (fromArea === 'matching-package' && toArea !== 'matching-package' && !to.startsWith('node:')) return `${from} imports ${to}: the engine imports nothing.`;
  return undefined;
}

function isTest(path) {
  return /\.test\.tsx?$|\.journey\.ts$|(^|\/)testing(\/|\.tsx?$)|-contract\.ts$|\/full-disk-writer\.ts$|\/anybody\.ts$/.test(path);
}

function areaOf(path) {
  const inside = /^src\/([\w-]+)(?:\/([\w-]+))?/.exec(path);
  if (inside !== null) return [inside[1], inside[2]];
  return [path.startsWith('packages/matching') ? 'matching-package' : 'elsewhere', undefined];
}
