import { createHmac } from 'node:crypto';
import { fill, say } from '../../content/index.ts';
import { speak } from '../../messages/index.ts';
import type { Letter } from '../../mail/index.ts';
import type { House } from '../../platform/house.ts';
import type { Inside } from '../../platform/inside.ts';
import { openNotice } from '../../platform/notices.ts';
import type { Lang } from '../../platform/scene.ts';
import { mannersOf, withoutNames } from './rules.ts';
import { stopToken } from './stop-link.ts';
import { footWords, noticeWords } from './words.ts';

/** A row of the notice table, as delivery takes it. */
export interface NoticeRow {
  readonly id: string;
  readonly person_id: string | null;
  readonly programme_id: string | null;
  readonly kind: string;
  readonly about_kind: string | null;
  readonly about_id: string | null;
  readonly fills: unknown;
  readonly secret: Buffer | null;
  readonly to_address: Buffer | null;
  readonly channel: string;
  readonly rings: boolean;
  readonly made_at: Date;
  readonly due_at: Date;
  readonly tries: number;
}

/** Whom a letter is for: how they read, and where to. */
export interface Reader {
  readonly lang: Lang;
  readonly zone: string;
  readonly to: string;
}

/**
 * The letter for one notice, or for several that were gathered for one day. It names nobody and nothing: a subject and a sentence from the programme's
 * content, a time, a link. @returns undefined when there are no words for it.
 */
export async function compose(inside: Inside, rows: readonly NoticeRow[], reader: Reader): Promise<Letter | undefined> {
  const [first] = rows;
  if (first === undefined) return undefined;
  const { house } = inside.scene;
  const t = speak(reader.lang);
  const said = [];
  for (const row of rows) {
    const words = await noticeWords(inside, row.programme_id, row.kind);
    if (words !== undefined) said.push({ subject: inWords(inside, row, reader, say(words.subject, reader.lang)), body: inWords(inside, row, reader, say(words.body, reader.lang)) });
  }
  const [only, ...more] = said;
  if (only === undefined) return undefined;
  const asked = mannersOf(first.kind).asked === true;
  const stop = first.person_id === null || asked ? undefined : `${house.config.publicUrl}/notices/stop/${stopToken(house, inside.org, first.person_id)}`;
  const bodies = [...new Set(said.map(({ body }) => body))].flatMap((body) => body.split('\n\n'));
  return {
    to: reader.to, sender: await senderOf(inside, t('notifications.sender')), lang: reader.lang, subject: more.length > 0 ? t('notifications.digest.subject') : only.subject,
    body: [...(more.length > 0 ? [t('notifications.digest.first')] : []), ...bodies, ...codeLine(inside, first, reader.lang), ...enclosedWith(inside, first)],
    foot: await footOf(inside, first, reader.lang, stop), messageId: messageIdOf(house, inside.org, first.id), ...(stop !== undefined && { stopAddress: stop }), at: inside.now,
  };
}

/** Where the link of a notice leads: a neutral address that only its reader, signed in, is led on from; or the secret place it was made for. */
function linkOf(inside: Inside, row: NoticeRow): string {
  const { publicUrl } = inside.scene.house.config;
  const { path, token } = secretOf(inside, row);
  if (path !== undefined) return `${publicUrl}${path}`;
  return token === undefined ? `${publicUrl}/n/${row.id}` : `${publicUrl}/sign-in/${token}`;
}

function secretOf({ scene, org }: Inside, row: NoticeRow): Readonly<Record<string, string | undefined>> {
  const opened = openNotice(scene.house, org, row.id, 'secret', row.secret);
  return opened === '' ? {} : (JSON.parse(opened) as Record<string, string>);
}

/** A code to type on the device where the sign-in began, when the letter is read on another. */
function codeLine(inside: Inside, row: NoticeRow, lang: Lang): string[] {
  const { code } = secretOf(inside, row);
  const key = row.kind === 'sign-in-link' ? 'notifications.code' : 'notifications.code-alone';
  return code === undefined ? [] : [speak(lang)(key, { code: code.replace(/^(\d{4})(\d{4})$/, '$1 $2') })];
}

/** What a letter carries besides its words, a paragraph each: the trail's anchors. */
function enclosedWith(inside: Inside, row: NoticeRow): string[] {
  return secretOf(inside, row).enclosed?.split('\n').filter((line) => line !== '') ?? [];
}

function inWords(inside: Inside, row: NoticeRow, reader: Reader, words: string): string {
  const link = linkOf(inside, row);
  const { publicUrl } = inside.scene.house.config;
  const values: Record<string, string> = { link, handover_link: link, settings_link: `${publicUrl}/me/notices`, help_link: `${publicUrl}/help` };
  const style = mannersOf(row.kind).time ?? 'moment';
  for (const [name, value] of Object.entries(fillsOf(row))) values[name] = /_?time$|^date$/.test(name) ? timeInWords(String(value), style, reader) : String(value);
  return fill(withoutNames(words, reader.lang), values);
}

function timeInWords(value: string, style: 'moment' | 'clock' | 'day', { lang, zone }: Reader): string {
  const t = speak(lang);
  const at = new Date(value);
  if (style === 'clock') return t.time(at, zone);
  return style === 'day' ? t.date(at, zone) : t.moment(at, zone);
}

/** What fills the places in a notice's words. */
export function fillsOf(row: Pick<NoticeRow, 'fills'>): Readonly<Record<string, string | number>> {
  return (row.fills ?? {}) as Record<string, string | number>;
}

/** The moment a notice speaks of, when it speaks of one. */
export function timeOf(row: Pick<NoticeRow, 'fills'>): Date | undefined {
  const { time } = fillsOf(row);
  return typeof time === 'string' ? new Date(time) : undefined;
}

async function footOf(inside: Inside, row: NoticeRow, lang: Lang, stop: string | undefined): Promise<string[]> {
  const { publicUrl, mailReplyTo } = inside.scene.house.config;
  if (stop === undefined) return [speak(lang)('notifications.foot.asked', { link: `${publicUrl}/help` })];
  const words = await footWords(inside, row.programme_id);
  // That a person reads replies is said only where somebody named the mailbox they read.
  return [...(mailReplyTo === undefined ? [] : [say(words.reply, lang)]), fill(say(words.stop, lang), { settings_link: stop, help_link: `${publicUrl}/help` })];
}

async function senderOf(inside: Inside, otherwise: string): Promise<string> {
  const row = await inside.db.selectFrom('organisation').select('sender_name').where('org_id', '=', inside.org).executeTakeFirst();
  return row?.sender_name || otherwise;
}

/** The same for the same notice, whoever sends it and however often; nothing can be read from it. */
export function messageIdOf(house: House, org: string, id: string): string {
  return `${createHmac('sha256', house.secret('message-id')).update(`${org}/${id}`).digest('hex').slice(0, 32)}@${new URL(house.config.publicUrl).hostname}`;
}
