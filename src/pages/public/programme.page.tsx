import { fill, say, type Text } from '../../content/index.ts';
import { type PagePart, programmePage } from '../../rooms/programmes/index.ts';
import { programmeKept } from '../../rooms/promises/index.ts';
import { Button, Card, Columns, Hero, Promise, Row, Small, type Step, Way } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { hoursInWords } from '../hours-in-words.ts';
import { keptInWords } from '../kept-in-words.ts';
import { peopleIn } from '../own-words.ts';
import { whenBackInWords } from '../when-back.ts';

/** The public page of a programme (A1): who it is for, the promise as measured, what it is and is not, what happens next, who reads what. */
export default page({
  address: '/p/:programme',
  may: 'anyone',
  async load(visit) {
    const slug = visit.params.programme;
    return { ...(await programmePage(visit, { slug })), kept: await programmeKept(visit, { slug }) };
  },
  title: ({ t, data }) => say(data.name, t.lang),
  chrome: 'public',
  body({ data, t, lang, furniture }) {
    const { firstAnswer, kept } = data;
    const values = {
      first_answer: firstAnswer ? t.lasting(firstAnswer.amount, firstAnswer.unit) : '',
      coordinator: data.coordinator === '' ? t('public.programme.coordinator') : data.coordinator,
    };
    const words = (text: Text | undefined) => (text === undefined ? '' : fill(say(text, lang), values));
    const all = (part: PagePart) => (data.texts[part] ?? []).map(({ id, text }) => ({ id, words: words(text) }));
    const one = (part: PagePart) => words(data.texts[part]?.[0]?.text);
    const lines = (part: PagePart) => <ul>{all(part).map((line) => <li key={line.id}>{line.words}</li>)}</ul>;
    const hours = hoursInWords(t, data.cover.hours);
    return (
      <div class={`stack accent-${data.accent}`}>
        <Hero />
        {!data.open && <Card tone="clay"><p>{t('public.programme.not-open')}</p></Card>}
        <p class="small">{say(data.name, lang)}</p>
        <h1>{one('headline')}</h1>
        <p>{one('who-for')}</p>
        {data.open && !data.takesIn && <Card tone="clay"><p>{t('public.programme.not-taking-in')}</p></Card>}
        {(data.takesIn || !data.open) && <Row>
          <Button to={address('/p/:programme/ask', { programme: data.slug })}>{t('public.programme.ask')}</Button>
          <Button second to={address('/p/:programme/apply', { programme: data.slug })}>{t('public.programme.apply', { supporters: peopleIn(data.words, lang).supporters })}</Button>
        </Row>}
        <Card tone="moss" gap="close">
          <Promise state={kept.lateNow > 0 ? 'due' : 'kept'} title={one('promise')} small={keptInWords(t, kept)} />
          <Small>{[one('promise-automatic'), hours === '' ? '' : t('public.programme.hours', { hours }), whenBackInWords(t, data)].filter((words) => words !== '').join(' ')}</Small>
        </Card>
        <h2>{t('public.programme.what')}</h2>
        <Columns>
          <Card gap="tight"><h3>{one('it-is-title')}</h3>{lines('it-is')}</Card>
          <Card gap="tight"><h3>{one('it-is-not-title')}</h3>{lines('it-is-not')}</Card>
        </Columns>
        <h2>{one('next-title')}</h2>
        <Way words={furniture} steps={all('next').map((step, at) => ({ state: at === 0 ? 'now' : 'later', ...firstSentence(step.words) }))} />
        <h2>{one('who-reads-title')}</h2>
        <p>{one('who-reads')}</p>
        <Card gap="tight" as="section">
          <h2>{t('public.help.title')}</h2>
          <p>{t('public.help.words')}</p>
          <p><Button second to="/help">{t('public.help.button')}</Button></p>
        </Card>
      </div>
    );
  },
});

/** A step's first sentence names it; what follows stands under it. */
function firstSentence(words: string): Pick<Step, 'title' | 'body'> {
  const [, title = words, body = ''] = /^(.+?[.!?])\s+(\S.*)$/su.exec(words) ?? [];
  return body === '' ? { title } : { title, body: <Small>{body}</Small> };
}
