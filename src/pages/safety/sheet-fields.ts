import type { Fields } from '../../web/fields.ts';

/** The four parts of a contact sheet, as a form sends them. */
export function readSheetFields(fields: Fields): Record<'realName' | 'phone' | 'whom' | 'whomPhone', string> {
  return { realName: fields.text('realName'), phone: fields.text('phone'), whom: fields.text('whom'), whomPhone: fields.text('whomPhone') };
}
