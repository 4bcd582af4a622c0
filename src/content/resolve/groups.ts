import type { z } from 'zod';
import type { Find, References } from '../refer.ts';
import type { groupsFile } from '../schemas/groups.ts';

const file = 'groups.yaml';

/** Charters with their goals, guidelines and way of deciding; roles with the course they need; moves checked against the guides of the safety file. */
export function resolveGroups<C>(raw: z.infer<typeof groupsFile>, others: { course: Find<C>; guide: Find<unknown> }, references: References) {
  const goal = references.book('goal', raw.goals);
  const guideline = references.book('guideline', raw.guidelines);
  const method = references.book('way of deciding', raw.deciding.methods);
  const charters = references.rows(file, raw.charters, (charter, from) => ({
    ...charter,
    goals: charter.goals.map((id) => goal(id, from)),
    guidelines: charter.guidelines.map((id) => guideline(id, from)),
    decide: method(charter.decide, from),
  }));
  const moves = references.rows(file, raw.moves, (move, from) => {
    if (move.leadsTo !== undefined) others.guide(move.leadsTo, from);
    return move;
  });
  const list = references.rows(file, raw.roles.list, ({ needsCourse, ...role }, from) => ({
    ...role, needsCourse: needsCourse === undefined ? undefined : others.course(needsCourse, from),
  }));
  const { schema: _schema, kind: _kind, version: _version, ...rest } = raw;
  return { ...rest, charters, moves, roles: { ...raw.roles, list } };
}
