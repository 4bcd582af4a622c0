import { parse } from 'yaml';
import { z } from 'zod';
import { camel } from './camel.ts';
import type { Files } from './build.ts';

/** One YAML document with the keys it has in code. Throws when it does not parse or when a key is written twice in one mapping. */
export function readYaml(text: string): unknown {
  return camel(parse(text, { uniqueKeys: true, strict: true }));
}

/** The text of `starter.json`: one line for each file, so that a change shows which file it touched. */
export function starterFile(files: Files): string {
  return `{\n${Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, document]) => `${JSON.stringify(name)}: ${JSON.stringify(document)}`).join(',\n')}\n}\n`;
}

/** The text of `ids.ts`: the ids that code may name, as types. A programme's own content may have others. */
export function idsFile(files: Files): string {
  const types = Object.entries(named).map(([name, { what, file, list }]) => {
    const ids = z.array(z.object({ id: z.string() })).parse(list.reduce((node: unknown, key) => z.record(z.string(), z.unknown()).parse(node)[key], files[file]));
    return `/** A ${what} of the starter content. */\nexport type ${name} =\n${ids.map(({ id }) => `  | '${id}'`).sort().join('\n')};\n`;
  });
  return `// Written by bin/content.mjs from content/*.yaml. Do not edit: change the content and run it again.\n\n${types.join('\n')}`;
}

const named: Readonly<Record<string, { what: string; file: string; list: readonly string[] }>> = {
  AudienceId: { what: 'circle of readers of an answer', file: 'intake.yaml', list: ['audiences'] },
  CapabilityId: { what: 'capability', file: 'templates.yaml', list: ['capabilities'] },
  CheckInId: { what: 'check-in', file: 'checkins.yaml', list: ['checkIns'] },
  CriterionId: { what: 'matching criterion', file: 'templates.yaml', list: ['criteria'] },
  LeadId: { what: 'place an answer leads to', file: 'intake.yaml', list: ['leads'] },
  LevelId: { what: 'level of concern', file: 'safety.yaml', list: ['levels'] },
  NoticeId: { what: 'notice', file: 'notices.yaml', list: ['notices'] },
  OfferId: { what: 'offer after a check-in', file: 'checkins.yaml', list: ['offers'] },
  QuestionId: { what: 'question', file: 'intake.yaml', list: ['questions'] },
  ServiceKindId: { what: 'kind of service', file: 'safety.yaml', list: ['serviceKinds'] },
  TemplateId: { what: 'template', file: 'templates.yaml', list: ['templates'] },
};
