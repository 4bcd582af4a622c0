import { myConversations } from '../../rooms/conversations/index.ts';
import { Card, Empty, Link, Tag, Time } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { otherInWords } from '../relationship/other.ts';

/** The conversations somebody is in, the latest first. Nothing of what was said stands here: others may look over a shoulder. */
export default page({
  address: '/conversations',
  may: 'signed-in',
  load: async (visit) => ({ mine: await myConversations(visit, {}) }),
  title: ({ t }) => t('conversations.all'),
  chrome: 'member',
  body: ({ data: { mine }, t, zone, now }) => (
    <>
      <h1>{t('conversations.all')}</h1>
      {mine.length === 0 && <Empty heading="h2" title={t('conversations.none.title')} to="/home" action={t('conversations.none.home')}><p>{t('conversations.none.words')}</p></Empty>}
      <ul class="stack tight" role="list">
        {mine.map((one) => (
          <Card as="li" key={one.id} gap="close">
            <h2><Link to={`${address('/conversations/:id', { id: one.id })}#write`}>{t('conversations.you-and', { other: t.list(one.others.map((name) => otherInWords(t, name))) })}</Link></h2>
            <p class="small">
              {one.unread && <><Tag>{t('conversations.new')}</Tag> </>}
              {one.lastAt === null ? t('conversations.nothing-said') : <>{t('conversations.last')} <Time at={one.lastAt} words={t.moment(one.lastAt, zone, now)} /></>}
              {one.closed && ` · ${t('conversations.is-closed')}`}
            </p>
          </Card>
        ))}
      </ul>
    </>
  ),
});
