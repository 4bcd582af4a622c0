import { say } from '../../content/index.ts';
import { frontDoor } from '../../rooms/programmes/index.ts';
import { Button, Card, Empty, Hero, Link, Stack } from '../../ui/index.ts';
import { address, elsewhere, page } from '../../web/page.ts';

/** Everybody's way in: the one programme, or a list of them, or setting the house up. */
export default page({
  address: '/',
  may: 'anyone',
  async load(visit) {
    const front = await frontDoor(visit, {});
    if (!front.setUp) elsewhere('/setup');
    const [only, ...others] = front.programmes;
    if (only !== undefined && others.length === 0) elsewhere(address('/p/:programme', { programme: only.slug }));
    return front;
  },
  title: ({ t }) => t('public.front.title'),
  chrome: 'public',
  body: ({ data, t, lang }) => (
    <>
      <Hero />
      <h1>{t('public.front.heading')}</h1>
      {data.programmes.length === 0 && <Empty title={t('public.front.none')}><p>{t('public.front.none-words')}</p></Empty>}
      <Stack>
        {data.programmes.map(({ slug, name, whoFor }) => (
          <Card key={slug} as="section" gap="tight">
            <h2><Link to={address('/p/:programme', { programme: slug })}>{say(name, lang)}</Link></h2>
            {whoFor && <p>{say(whoFor, lang)}</p>}
          </Card>
        ))}
      </Stack>
      <Card tone="moss" gap="tight">
        <h2>{t('public.help.title')}</h2>
        <p>{t('public.help.words')}</p>
        <p><Button second to="/help">{t('public.help.button')}</Button></p>
      </Card>
    </>
  ),
});
