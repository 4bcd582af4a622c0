import { htmlOf, type Letter, type Postman, textOf } from '../../mail/index.ts';
import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';
import { findPersonByEmail } from '../people/index.ts';

/** Puts the demo's letters into its own mailbox instead of sending them. A letter handed over twice is there once, as in a real mailbox. */
export function demoPostman(house: House, org: string): Postman {
  return {
    async hand(letter) {
      await insideHouse(house, org, 'demo-mail', async (inside) => {
        await inside.db
          .insertInto('demo_mail')
          .values({
            org_id: org, id: idFrom(letter), person_id: (await findPersonByEmail(inside, letter.to)) ?? null, sent_at: inside.now, to_label: letter.to, subject: letter.subject,
            body: textOf(letter), html: htmlOf(letter),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
      return { kind: 'handed' };
    },
    close: async () => undefined,
  };
}

/** An id for a row from a letter's own: a UUID of version 8 (RFC 9562). */
function idFrom({ messageId }: Letter): string {
  const hex = messageId.slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
