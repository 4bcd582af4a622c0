import { readdir } from 'node:fs/promises';
import type { Act } from '../../src/platform/act.ts';
import type { View } from '../../src/platform/view.ts';

const rooms = new URL('../../src/rooms/', import.meta.url);

/** Everything that can be asked of the rooms: their acts and their views, as the doors export them. A new room is found by itself. */
export async function everyDoor(): Promise<{ readonly acts: readonly Act[]; readonly views: readonly View[] }> {
  const acts = new Map<string, Act>();
  const views = new Map<string, View>();
  for (const room of await readdir(rooms)) {
    const door = (await import(new URL(`${room}/index.ts`, rooms).href)) as Record<string, unknown>;
    for (const thing of Object.values(door)) {
      if (typeof thing !== 'function' || !('definition' in thing)) continue;
      const { definition } = thing as Act | View;
      if ('perform' in definition) acts.set(definition.name, thing as Act);
      else views.set(definition.name, thing as View);
    }
  }
  const byName = <T>(of: Map<string, T>) => [...of].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { acts: byName(acts), views: byName(views) };
}
