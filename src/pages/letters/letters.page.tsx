import { say } from '../../content/index.ts';
import { myLetters } from '../../rooms/letters/index.ts';
import { Card, Empty, Link, List, Row, Tag } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';

/** The programmes a member can write to, and where new letters are. */
export default page({
  address: '/messages',
  may: 'signed-in',
  load: async (visit) => ({ programmes: await myLetters(visit, {}) }),
  title: ({ t }) => t('letters.mine'),
  chrome: 'member',
  body({ t, zone, now, lang, data: { programmes } }) {
    return (
      <>
        <h1>{t('letters.mine')}</h1>
        <p>{t('letters.mine.words')}</p>
        {programmes.length === 0 && <Empty heading="h2" title={t('letters.mine.none')}><p>{t('letters.mine.none-words')}</p></Empty>}
        <List>
          {programmes.map((one) => (
            <Card key={one.programme} as="li" gap="close">
              <h2 class="h3">{say(one.name, lang)}</h2>
              <Row>
                <Link to={address('/messages/:programme', { programme: one.slug })} label={`${t('letters.mine.open')} · ${say(one.name, lang)}`}>{t('letters.mine.open')}</Link>
                {one.unread > 0 && <Tag>{t('letters.mine.unread', { count: one.unread })}</Tag>}
                {one.lastAt !== null && <span class="small">{t('letters.mine.last', { when: t.moment(one.lastAt, zone, now) })}</span>}
              </Row>
            </Card>
          ))}
        </List>
      </>
    );
  },
});
