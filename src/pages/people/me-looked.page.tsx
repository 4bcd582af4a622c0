import type { Speak } from '../../messages/index.ts';
import { type Look, looked } from '../../rooms/witness/index.ts';
import { Card, Empty, Link, List, Pager, Small, Stack, Time } from '../../ui/index.ts';
import { page } from '../../web/page.ts';
import { pagedRows } from '../../web/paging.ts';

const SIZE = 25;
const list = 'looked';

/** Who looked at my record: when, in which role, at what. */
export default page({
  address: '/me/looked',
  may: 'signed-in',
  async load(visit) {
    const cursor = visit.cursor(list);
    const [at, id] = cursor?.key ?? [];
    const after = typeof at === 'string' && typeof id === 'string' ? { at: new Date(at), id } : undefined;
    const read = await looked(visit, { limit: SIZE + 1, backwards: cursor?.towards === 'previous', ...(after && { after }) });
    const paged = pagedRows(read, SIZE, cursor, (row) => [row.at.toISOString(), row.id]);
    return { looks: together(paged.rows), pages: visit.pages(list, paged) };
  },
  title: ({ t }) => t('people.looked.title'),
  chrome: 'member',
  body(seen) {
    const { t, data: { looks, pages }, zone, now, furniture } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight"><h1>{t('people.looked.title')}</h1><p>{t('people.looked.words')}</p></Stack>
        {looks.length === 0 ? <Empty heading="h2" title={t('people.looked.nobody')} /> : (
          <List label={t('people.looked.title')}>
            {looks.map(({ look, times }) => (
              <Card as="li" key={look.id} gap="close">
                <strong>{inWords(t, look)}</strong>
                <p class="small"><Time at={look.at} words={t.moment(look.at, zone, now)} />{times > 1 && ` · ${t('people.looked.times', { times })}`}</p>
              </Card>
            ))}
          </List>
        )}
        <Pager {...pages} words={furniture} />
        <Small>{t('people.looked.not-here')}</Small>
        <Small><Link to="/who-can-see-what">{t('people.looked.who-can')}</Link> · <Link to="/me">{t('people.me.back')}</Link></Small>
      </Stack>
    );
  },
});

/** Looks of one person at one thing within an hour of each other are one line: opening a page twice is one look. */
function together(rows: readonly Look[]): readonly { readonly look: Look; readonly times: number }[] {
  const found: { look: Look; times: number; last: Date }[] = [];
  for (const look of rows) {
    const before = found.at(-1);
    const same = before !== undefined && before.look.what === look.what && before.look.by?.name === look.by?.name && before.last.getTime() - look.at.getTime() < 3_600_000;
    if (same) Object.assign(before, { times: before.times + 1, last: look.at });
    else found.push({ look, times: 1, last: look.at });
  }
  return found;
}

function inWords(t: Speak, { what, by }: Look): string {
  if (what === 'copy') return t('people.looked.copy');
  if (by === undefined || what === 'contacts') return t('people.looked.contacts');
  return t(`people.looked.${what}`, { who: t(`people.looked.who.${by.role}`, { name: by.name ?? t('people.looked.somebody') }) });
}
