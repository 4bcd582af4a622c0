import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import type { Scene } from '../../platform/scene.ts';
import { view } from '../../platform/view.ts';
import { type MayChange, mayChangeWaysIn } from '../people/index.ts';
import type { EntriesFrom, Entry, Section } from './section.ts';
import { type SectionName, sectionNames, sections } from './sections.ts';

/** Whether this session may take everything away now, or what to do first: the rule for changing ways in. */
export const mayTakeMyData = view({
  name: 'mydata.may-take',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  load: async (looking): Promise<{ readonly may: MayChange }> => ({ may: await mayChangeWaysIn(looking) }),
});

/** Somebody takes a copy of everything about them. The trail says so; nothing is stored. A stolen mailbox, or a screen left open, is refused. */
export const takeMyData = act({
  name: 'mydata.take',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    inside.record({ name: 'mydata.taken', subject: { kind: 'person', id: inside.person() } });
    return done();
  },
});

const input = z.object({ section: z.enum(sectionNames as readonly [SectionName, ...SectionName[]]), after: z.string().max(200).optional() });

/** Both logins read through the same view, each with its own privilege. */
function read(wall?: 'member') {
  return view({
    name: wall === undefined ? 'mydata.entries' : 'mydata.private-entries',
    input,
    ...(wall !== undefined && { wall }),
    may: async (looking) => looking.actor.kind === 'person' && (await mayChangeWaysIn(looking)) === 'yes',
    async load(looking, { section, after }): Promise<EntriesFrom> {
      const found: Section = sections[section];
      return 'load' in found && found.wall === wall ? found.load(looking, after) : absent();
    },
  });
}
const [readAsApp, readAsMember] = [read(), read('member')];

/** One part of one's own copy, page by page: never more than a page is in memory, and each page is a transaction of its own. */
export async function* myEntries(scene: Scene, section: SectionName): AsyncGenerator<readonly Entry[]> {
  for (let after: string | undefined; ; ) {
    const { entries, next } = await pageOf(scene, section, after);
    yield entries;
    if (next === undefined) return;
    after = next;
  }
}

async function pageOf(scene: Scene, section: SectionName, after: string | undefined): Promise<EntriesFrom> {
  const found: Section = sections[section];
  if ('load' in found) return (found.wall === 'member' ? readAsMember : readAsApp)(scene, { section, ...(after !== undefined && { after }) });
  const { may } = await mayTakeMyData(scene, {});
  return may === 'yes' ? found.walk(scene, personOf(scene.actor) ?? absent(), after) : absent();
}
