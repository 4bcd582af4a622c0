import type { z } from 'zod';
import type { References } from '../refer.ts';
import type { safetyFile } from '../schemas/safety.ts';

const file = 'safety.yaml';

/** Levels and steps with the role that owns them, the concern form with the level an answer points to, services with their kind. */
export function resolveSafety(raw: z.infer<typeof safetyFile>, references: References) {
  const role = references.book('role', raw.roles);
  const kind = references.book('kind of service', raw.serviceKinds);
  const stepsOf = (steps: readonly { id: string; who: string; text: { en: string; fr: string } }[], from: string) =>
    steps.map((step) => ({ ...step, who: role(step.who, `${from}, ${step.id}`) }));

  const levels = references.rows(file, raw.levels, (level, from) => ({
    ...level, owner: role(level.owner, from), backUp: level.backUp === undefined ? undefined : role(level.backUp, from), steps: stepsOf(level.steps, from),
  }));
  const level = references.book('level', levels);
  const fields = references.rows(file, raw.concernForm.fields, (field, from) => ({
    ...field, options: field.options?.map((one) => ({ ...one, level: one.level === undefined ? undefined : level(one.level, `${from}, ${one.id}`) })),
  }));
  const blocks = references.rows(file, raw.helpNow.blocks, (block, from) => ({ ...block, services: block.services.map((id) => kind(id, from)) }));
  const countries = references.rows(file, raw.confirmBeforeOpening.countries.map((one) => ({ ...one, id: one.country })), ({ id: _, ...country }, from) => ({
    ...country, services: country.services.map((service) => ({ ...service, kind: kind(service.kind, from) })),
  }));
  const deathInProgramme = references.single(file, raw.deathInProgramme, (guide, from) => ({ ...guide, steps: stepsOf(guide.steps, from) }));
  const { schema: _schema, kind: _kind, version: _version, ...rest } = raw;
  return {
    ...rest,
    levels,
    deathInProgramme,
    concernForm: { ...raw.concernForm, fields },
    helpNow: { ...raw.helpNow, blocks },
    confirmBeforeOpening: { ...raw.confirmBeforeOpening, countries },
  };
}
