import type { z } from 'zod';
import type { Find, References } from '../refer.ts';
import type { templatesFile } from '../schemas/templates.ts';

const file = 'templates.yaml';

/** What templates and criteria refer to in other files. */
export interface Around<Question, Set, Course, Line, CheckIn, Policy, Charter> {
  readonly question: Find<Question>;
  readonly set: Find<Set>;
  readonly course: Find<Course>;
  readonly agreementLine: Find<Line>;
  readonly checkIn: Find<CheckIn>;
  readonly policy: Find<Policy>;
  readonly charter: Find<Charter>;
  readonly level: Find<unknown>;
}

/** Templates with everything they start from in place: question sets, criteria, courses, agreement lines, check-ins, policy and charters. */
export function resolveTemplates<Q, S, C, L, K, P, H>(raw: z.infer<typeof templatesFile>, around: Around<Q, S, C, L, K, P, H>, references: References) {
  const capability = references.book('capability', raw.capabilities);
  const criteria = references.rows(file, raw.criteria, (one, from) => ({ ...one, questions: one.questions.map((id) => around.question(id, from)) }));
  const criterion = references.book('criterion', criteria);

  const templates = references.rows(file, raw.templates, (template, from) => {
    const all = <T>(ids: readonly string[], find: Find<T>) => ids.map((id) => find(id, from));
    for (const id of Object.keys(template.escalation.clocks)) around.level(id, from);
    const { beforeMatch, withinWeeks, beforeFacilitating } = template.courses;
    return {
      ...template,
      capabilities: all(template.capabilities, capability),
      canAdd: all(template.canAdd, capability),
      intake: {
        seeker: around.set(template.intake.seekerSet, from), supporter: around.set(template.intake.supporterSet, from), short: around.set(template.intake.shortPath, from),
      },
      matching: template.matching.map((rule) => ({ ...rule, criterion: criterion(rule.criterion, from) })),
      courses: {
        beforeMatch: all(beforeMatch, around.course),
        withinWeeks: withinWeeks && { weeks: withinWeeks.weeks, courses: all(withinWeeks.courses, around.course) },
        beforeFacilitating: all(beforeFacilitating, around.course),
      },
      agreementStarters: all(template.agreementStarters, around.agreementLine),
      checkIns: all(template.checkIns, around.checkIn),
      escalation: { ...template.escalation, policy: around.policy(template.escalation.policy, from) },
      groups: template.groups.map((group) => ({ ...group, charter: around.charter(group.charter, `${from}, ${group.id}`) })),
    };
  });
  return { capabilities: raw.capabilities, criteria, publicPage: raw.publicPage, capacityNote: raw.capacityNote, templates };
}
