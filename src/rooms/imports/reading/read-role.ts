import { nothing, read, unread } from './problem.ts';
import type { Reading } from './problem.ts';
import type { Side } from './question.ts';
import { fold } from './words.ts';

const SEEKER = /(?:^| )(?:seekers?|participants?|looking for support|need support|receive support|get support|be supported|mentees?|demande|demandeur|demandeuse|cherche du soutien|besoin de soutien|recevoir du soutien|personne soutenue)(?: |$)/;
const SUPPORTER = /(?:^| )(?:peer supporters?|supporters?|volunteers?|mentors?|give support|offer support|be a supporter|benevoles?|pairs? aidants?|paires? aidantes?|offrir du soutien|donner du soutien|personne qui soutient)(?: |$)/;

/** Reads whether a row is about somebody who asks or somebody who offers. Both at once, or neither, is not read. */
export function readRole(cell: string): Reading<Side> {
  if (cell.trim() === '') return nothing();
  if (cell.length > 300) return unread('role-unread');
  const words = fold(cell);
  const [asks, offers] = [SEEKER.test(words), SUPPORTER.test(words)];
  if (asks === offers) return unread('role-unread');
  return read(asks ? 'seeker' : 'supporter');
}
