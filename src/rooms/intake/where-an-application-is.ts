import { z } from 'zod';
import { starter, type Text } from '../../content/index.ts';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { type OwnWords, programmeOf } from '../programmes/index.ts';
import { type Application, applicationOf, type Clearance, clearancesOf, trainingOf } from './applications.ts';
import { ownerName, type PromiseSeen, promiseSeen, type WayBack, wayBack } from './where-things-are.ts';

/** Where an application stands. */
export type ApplicationState = 'received' | 'answered' | 'welcome' | 'not-now' | 'withdrawn';

/** A course a programme asks for, and whether it counts today. Days are `YYYY-MM-DD`. */
export interface CourseSeen {
  readonly id: string;
  readonly title: Text | undefined;
  readonly completedOn: string | undefined;
  readonly expiresOn: string | null;
}

/** An application as the one who applied sees it (A4): every step the team sees too. */
export interface WhereAnApplicationIs {
  readonly id: string;
  readonly programme: { readonly id: string; readonly slug: string; readonly name: Text; readonly words: OwnWords };
  readonly state: ApplicationState;
  readonly receivedAt: Date;
  readonly answeredAt: Date | null;
  readonly decidedAt: Date | null;
  readonly owner: string | undefined;
  readonly promise: PromiseSeen | undefined;
  readonly clearances: readonly Clearance[];
  readonly courses: readonly CourseSeen[];
  readonly back: WayBack;
}

/** Where one's own application stands. */
export const whereAnApplicationIs = view({
  name: 'intake.where-an-application-is',
  input: z.object({ application: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { application: id }): Promise<WhereAnApplicationIs> {
    const application = await applicationOf(looking, id);
    if (application.person !== looking.person()) return absent();
    const { slug, name, words } = await programmeOf(looking, application.programme);
    const promise = await promiseSeen(looking, id, 'application-answer');
    return {
      id,
      programme: { id: application.programme, slug, name, words },
      state: applicationState(application),
      receivedAt: application.receivedAt,
      answeredAt: application.answeredAt,
      decidedAt: application.decidedAt,
      owner: promise?.owner ?? (await ownerName(looking, application.programme)),
      promise,
      clearances: await clearancesOf(looking, application.programme, application.person),
      courses: await coursesSeen(looking, application.programme, application.person),
      back: await wayBack(looking, application.person),
    };
  },
});

/** The state in one word. */
export function applicationState(application: Pick<Application, 'withdrawnAt' | 'decision' | 'answeredAt'>): ApplicationState {
  if (application.withdrawnAt !== null) return 'withdrawn';
  return application.decision ?? (application.answeredAt === null ? 'received' : 'answered');
}

/** The courses a programme asks for before anybody is proposed, with what somebody completed: the record that counts longest. */
export async function coursesSeen(looking: Looking, programmeId: string, personId: string): Promise<readonly CourseSeen[]> {
  const { settings } = await programmeOf(looking, programmeId);
  const records = await trainingOf(looking, programmeId, personId);
  const titles = new Map<string, Text>(starter().training.courses.map((course) => [course.id, course.title]));
  return settings.courses.beforeMatch.map((id) => {
    const best = records.filter(({ course }) => course === id).toSorted((a, b) => (a.expiresOn ?? '9999').localeCompare(b.expiresOn ?? '9999')).at(-1);
    return { id, title: titles.get(id), completedOn: best?.completedOn, expiresOn: best?.expiresOn ?? null };
  });
}
