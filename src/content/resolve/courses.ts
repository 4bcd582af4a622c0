import type { z } from 'zod';
import type { Find, References } from '../refer.ts';
import type { courseFile, courseIndexFile } from '../schemas/courses.ts';

type Course = z.infer<typeof courseFile>;

/**
 * The courses in the order of their index, with the kinds of content note they carry. The ways through a scenario and the boxes of a sorting
 * stay ids, checked here: a page walks them by id.
 */
export function resolveCourses<N>(index: z.infer<typeof courseIndexFile>, files: readonly Course[], note: Find<N>, references: References) {
  const course = references.book('course', files);
  const all = references.rows('courses', index.courses.map((id) => ({ id })), ({ id }) => {
    const { schema: _schema, kind: _kind, version: _version, ...one } = course(id, 'courses/index.yaml');
    const from = `courses/${id}.yaml`;
    walk(one, from, references);
    return { ...one, contentNotes: (one.contentNotes ?? []).map((kind) => note(kind, from)) };
  });
  const { schema: _schema, kind: _kind, version: _version, ...rest } = index;
  return { ...rest, courses: all };
}

function walk(course: Omit<Course, 'schema' | 'kind' | 'version'>, file: string, references: References): void {
  const node = references.book(`step of ${course.scenario.id}`, course.scenario.nodes);
  node(course.scenario.start, `${file} ${course.scenario.id}`);
  for (const one of course.scenario.nodes) {
    if ('choices' in one) for (const choice of one.choices) node(choice.next, `${file} ${choice.id}`);
  }
  for (const check of course.checks) {
    if (check.kind !== 'sort') continue;
    const category = references.book(`category of ${check.id}`, check.categories);
    for (const option of check.options) category(option.belongs, `${file} ${option.id}`);
  }
}
