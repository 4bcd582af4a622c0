import { agreementsFile } from './agreements.ts';
import { checkinsFile } from './checkins.ts';
import { conversationFile } from './conversation.ts';
import { courseFile, courseIndexFile } from './courses.ts';
import { groupsFile } from './groups.ts';
import { instrumentsFile } from './instruments.ts';
import { intakeFile } from './intake.ts';
import { noticesFile } from './notices.ts';
import { safetyFile } from './safety.ts';
import { templatesFile } from './templates.ts';

/** The shape of every file of starter content but the courses, by file name. Keys are as in code (`camel`), not as in YAML. */
export const shapes = {
  'agreements.yaml': agreementsFile,
  'checkins.yaml': checkinsFile,
  'conversation.yaml': conversationFile,
  'courses/index.yaml': courseIndexFile,
  'groups.yaml': groupsFile,
  'instruments.yaml': instrumentsFile,
  'intake.yaml': intakeFile,
  'notices.yaml': noticesFile,
  'safety.yaml': safetyFile,
  'templates.yaml': templatesFile,
};

export { courseFile };
