import { say, type Text } from '../../content/index.ts';
import { myBreaches } from '../../rooms/breaches/index.ts';
import { acceptConduct, conduct } from '../../rooms/safety/index.ts';
import { Button, Card, Form, Link, Quiet, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';

/** The code of conduct (I6): for everybody to read, and for those who are signed in to accept in just these words. */
export default page({
  address: '/code-of-conduct',
  may: 'anyone',
  async load(visit) {
    const programme = visit.query.get('programme');
    const mine = visit.actor.kind === 'person' ? await myBreaches(visit, {}) : [];
    return { ...(await conduct(visit, programme === undefined ? {} : { programme })), mine };
  },
  title: ({ t }) => t('safety.conduct.title'),
  chrome: 'public',
  forms: {
    accept: form({
      act: acceptConduct, read: (fields) => ({ programme: fields.text('programme'), version: fields.text('version') }),
      then: (_, { query }) => ({ to: address('/code-of-conduct', {}, { programme: query.get('programme') }), say: 'safety.conduct.said' }),
      refusals: { changed: 'safety.conduct.changed' },
    }),
  },
  body(seen) {
    const { data: { programme, version, texts, acceptedAt, mine }, t, lang, actor, zone } = seen;
    const list = (all: readonly Text[]) => <ul>{all.map((text) => <li key={text.en}>{say(text, lang)}</li>)}</ul>;
    return (
      <>
        <p class="small">{say(programme.name, lang)}</p>
        <h1>{t('safety.conduct.title')}</h1>
        {mine.map(({ id, at }) => <Card key={id} gap="close"><p><Link to={address('/me/conduct/:id', { id })}>{t('breaches.mine.from-code', { day: t.date(at, zone, 'full') })}</Link></p></Card>)}
        {texts['conduct-intro'].map((text) => <p key={text.en}>{say(text, lang)}</p>)}
        <h2>{t('safety.conduct.everyone')}</h2>
        {list(texts['conduct-everyone'])}
        <h2>{t('safety.conduct.supporters')}</h2>
        {list(texts['conduct-supporters'])}
        <h2>{t('safety.conduct.staff')}</h2>
        {list(texts['conduct-staff'])}
        <h2>{t('safety.conduct.breaches')}</h2>
        <ol>{texts['conduct-breach'].map((text) => <li key={text.en}>{say(text, lang)}</li>)}</ol>
        {acceptedAt !== undefined && <Small>{t('safety.conduct.accepted', { day: t.date(acceptedAt, zone, 'full') })}</Small>}
        {acceptedAt === undefined && actor.kind === 'person' && (
          <Form seen={seen} name="accept">
            <input type="hidden" name="programme" value={programme.id} />
            <input type="hidden" name="version" value={version} />
            {texts['conduct-promise'].map((text) => <p key={text.en}>{say(text, lang)}</p>)}
            <div><Button>{t('safety.conduct.accept')}</Button></div>
          </Form>
        )}
        <p><Quiet to="/concerns/new">{t('safety.conduct.worried')}</Quiet></p>
      </>
    );
  },
});
