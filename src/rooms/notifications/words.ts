import { starter, type Text } from '../../content/index.ts';
import { speak } from '../../messages/index.ts';
import type { Here } from '../people/index.ts';

/** What a notice says, in both languages, and whether it rings. */
export interface NoticeWords {
  readonly subject: Text;
  readonly body: Text;
  readonly quietHours: 'wait' | 'ring';
}

/** The foot of every letter: how to stop, where help is; and that a person reads replies, where one does. */
export interface FootWords {
  readonly stop: Text;
  readonly reply: Text;
}

/**
 * The words of a kind of notice: the programme's own when it has some, else those every programme starts with, else ours.
 * Undefined when nobody knows this kind, or when it has no words for a letter.
 */
export async function noticeWords(here: Pick<Here, 'db' | 'org'>, programme: string | null, kind: string): Promise<NoticeWords | undefined> {
  const own = programme === null ? undefined : await ownContent(here, programme, 'notice', kind);
  const notice = (own as Found | undefined) ?? starter().notices.notices.find(({ id }) => id === kind);
  if (notice?.email !== undefined) return { ...notice.email, quietHours: notice.quietHours };
  const ours = Object.hasOwn(ownKinds, kind) ? ownKinds[kind] : undefined;
  return ours && { subject: both(ours.subject), body: both(ours.body), quietHours: 'ring' };
}

/** Letters somebody asks for that are not a programme's to word. */
const ownKinds: Readonly<Record<string, { subject: OwnKey; body: OwnKey }>> = {
  'go-on-link': { subject: 'notifications.go-on.subject', body: 'notifications.go-on.body' },
  // Its own words are a call's and a text's; whom only a letter reaches gets these.
  'concern-danger-call': { subject: 'notifications.danger.subject', body: 'notifications.danger.body' },
  'confirm-address': { subject: 'notifications.confirm.subject', body: 'notifications.confirm.body' },
  'trail-anchors': { subject: 'notifications.anchors.subject', body: 'notifications.anchors.body' },
};
type OwnKey = 'notifications.danger.subject' | 'notifications.danger.body' | 'notifications.anchors.subject' | 'notifications.anchors.body' | 'notifications.go-on.subject' | 'notifications.go-on.body' | 'notifications.confirm.subject' | 'notifications.confirm.body';

/** The words at the foot of a programme's letters. */
export async function footWords(here: Pick<Here, 'db' | 'org'>, programme: string | null): Promise<FootWords> {
  const { footer } = starter().notices;
  const line = async (id: string) => (programme === null ? undefined : ((await ownContent(here, programme, 'notice-line', id)) as { text: Text } | undefined)?.text);
  return { stop: (await line('footer-email')) ?? footer.email, reply: (await line('footer-reply')) ?? footer.reply };
}

type Found = { readonly email?: { readonly subject: Text; readonly body: Text } | undefined; readonly quietHours: 'wait' | 'ring' };

async function ownContent({ db, org }: Pick<Here, 'db' | 'org'>, programme: string, kind: 'notice' | 'notice-line', id: string): Promise<unknown> {
  const row = await db
    .selectFrom('programme_content')
    .select('body')
    .where('org_id', '=', org)
    .where('programme_id', '=', programme)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row?.body;
}

function both(key: OwnKey): Text {
  return { en: speak('en')(key, { link: '{link}' }), fr: speak('fr')(key, { link: '{link}' }) };
}
