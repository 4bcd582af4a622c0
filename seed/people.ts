import type { CastId } from '../src/rooms/demo/index.ts';

/** Somebody of the cast (docs/people.md). Addresses end in example.org and phone numbers are set aside for fiction: nothing reaches a stranger. */
export interface AboutPerson {
  readonly name: string;
  readonly lang: 'en' | 'fr';
  readonly email?: string;
  readonly phone?: string;
}

/** Everybody in the demo. */
export const aboutPeople: Readonly<Record<CastId, AboutPerson>> = {
  amina: { name: 'Amina', lang: 'fr', email: 'amina@example.org' },
  ben: { name: 'Ben', lang: 'en', email: 'ben@example.org' },
  chidi: { name: 'Chidi', lang: 'en', email: 'chidi@example.org', phone: '+1 604 555 0111' },
  dalia: { name: 'Dalia', lang: 'en', email: 'dalia@example.org', phone: '+1 604 555 0112' },
  esi: { name: 'Esi', lang: 'en', email: 'esi@example.org', phone: '+1 604 555 0113' },
  farid: { name: 'Farid', lang: 'en', phone: '+1 604 555 0123' },
  grace: { name: 'Grace', lang: 'en', email: 'grace@example.org' },
  hana: { name: 'Hana', lang: 'en', email: 'hana@example.org', phone: '+1 604 555 0114' },
  ivo: { name: 'Ivo', lang: 'en', email: 'ivo@example.org' },
  jun: { name: 'Jun', lang: 'en', email: 'jun@example.org' },
  kit: { name: 'Kit', lang: 'en', email: 'kit@example.org' },
  maryam: { name: 'Maryam', lang: 'en', email: 'maryam@example.org' },
  lou: { name: 'Lou', lang: 'fr', email: 'lou@example.org' },
  noor: { name: 'Noor', lang: 'en', email: 'noor@example.org' },
  sasha: { name: 'Sasha', lang: 'en', email: 'sasha@example.org' },
  wei: { name: 'Wei', lang: 'en', email: 'wei@example.org' },
};
