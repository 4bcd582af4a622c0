import { z } from 'zod';
import { BrokenContent, References } from './refer.ts';
import { resolveCheckIns } from './resolve/checkins.ts';
import { resolveCourses } from './resolve/courses.ts';
import { resolveGroups } from './resolve/groups.ts';
import { resolveIntake } from './resolve/intake.ts';
import { resolveSafety } from './resolve/safety.ts';
import { resolveTemplates } from './resolve/templates.ts';
import { courseFile, shapes } from './schemas/index.ts';

/** Documents of starter content by file name (`intake.yaml`, `courses/active-listening.yaml`), keys as in code. */
export type Files = Readonly<Record<string, unknown>>;

/**
 * Checks every document against its schema, follows every reference, and gives the whole starter content.
 * Throws `BrokenContent` with every fault it found, each naming file and id.
 */
export function build(files: Files) {
  const raw = parsed(files);
  const references = new References();

  const intake = resolveIntake(raw['intake.yaml'], references);
  const checkIns = resolveCheckIns(raw['checkins.yaml'], references);
  const safety = resolveSafety(raw['safety.yaml'], references);
  const guide = references.book('safety guide', [safety.suicideTalk, safety.deathInProgramme]);
  const conversation = bare(raw['conversation.yaml']);
  for (const moment of conversation.hardMoments.items) {
    references.rows('conversation.yaml', [moment], (one, from) => one.leadsTo !== undefined && guide(one.leadsTo, from));
  }
  const training = resolveCourses(raw['courses/index.yaml'], raw.courses, references.book('content note', conversation.contentNotes.kinds), references);
  const course = references.book('course', training.courses);
  const groups = resolveGroups(raw['groups.yaml'], { course, guide }, references);
  const agreement = bare(raw['agreements.yaml']);
  const templates = resolveTemplates(raw['templates.yaml'], {
    question: references.book('question', intake.questions),
    set: references.book('question set', intake.sets),
    course,
    agreementLine: references.book('agreement line', agreement.topics.flatMap((topic) => topic.starters.map((one) => ({ ...one, topic: topic.id })))),
    checkIn: references.book('check-in', checkIns.checkIns),
    policy: references.book('policy', safety.policies),
    charter: references.book('charter', groups.charters),
    level: references.book('level', safety.levels),
  }, references);
  checkCriteria(intake.questions, references, references.book('criterion', templates.criteria));
  const instruments = instrumentsOf(raw['instruments.yaml'], checkIns, references);

  if (references.faults.length > 0) throw new BrokenContent(references.faults);
  return { ...templates, intake, agreement, conversation, checkIns, groups, training, safety, instruments, notices: bare(raw['notices.yaml']) };
}

function instrumentsOf(raw: z.infer<typeof shapes['instruments.yaml']>, around: Pick<ReturnType<typeof resolveCheckIns>, 'offers' | 'items'>, references: References) {
  const offer = references.book('offer', around.offers);
  const item = references.book('item', around.items);
  const instruments = references.rows('instruments.yaml', raw.instruments, ({ itemRef, ...one }, from) => ({
    ...one, item: itemRef === undefined ? undefined : item(itemRef, from), whenLow: { ...one.whenLow, offers: one.whenLow.offers.map((id) => offer(id, from)) },
  }));
  return { instruments, notShipped: raw.notShipped };
}

/** A wish about matching (“matters a lot”) names the criterion it weighs. */
function checkCriteria(questions: ReturnType<typeof resolveIntake>['questions'], references: References, criterion: (id: string, from: string) => unknown): void {
  references.rows('intake.yaml', questions, (question, from) => {
    for (const option of question.options) if (option.criterion !== undefined) criterion(option.criterion, `${from}, ${option.id}`);
  });
}

function parsed(files: Files) {
  const faults: string[] = [];
  const read = <S extends z.ZodType>(name: string, shape: S): z.infer<S> | undefined => {
    const result = shape.safeParse(files[name]);
    if (result.success) return result.data;
    faults.push(...result.error.issues.map((issue) => `${name} ${nearestId(files[name], issue.path)}: ${issue.message}`));
    return undefined;
  };
  const courses = Object.keys(files).filter((name) => name.startsWith('courses/') && name !== 'courses/index.yaml').flatMap((name) => read(name, courseFile) ?? []);
  const rest = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, read(name, shape)]));
  if (faults.length > 0) throw new BrokenContent(faults);
  return { ...rest as { [N in keyof typeof shapes]: z.infer<(typeof shapes)[N]> }, courses };
}

/** Where a fault is, in the words of an editor: the id of the thing that holds it, then the way from there. */
function nearestId(document: unknown, path: readonly PropertyKey[]): string {
  let node = document;
  let words: string[] = [];
  for (const step of path) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined;
    words.push(String(step));
    const id: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'id') : undefined;
    if (typeof id === 'string') words = [id];
  }
  return words.join('.');
}

function bare<T extends { schema: unknown; kind: unknown; version: unknown }>({ schema: _schema, kind: _kind, version: _version, ...rest }: T): Omit<T, 'schema' | 'kind' | 'version'> {
  return rest;
}
