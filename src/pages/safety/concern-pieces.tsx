import type { Speak } from '../../messages/index.ts';
import { phoneInWords } from '../../rooms/people/index.ts';
import { type ConcernAnswered, dialled, type Shown } from '../../rooms/safety/index.ts';
import { Card, Folded, Link, Promise, Small, Stack, Time } from '../../ui/index.ts';
import { address } from '../../web/page.ts';
import { levelInWords } from './concerns.page.tsx';
import { callWords, doubtWords, formAnswer, formQuestion, noteWords, outcomeWords } from './words.ts';

/** Who reads a piece of a concern, and when. */
export interface Reader {
  readonly t: Speak;
  readonly zone: string;
  readonly now: Date;
}

/** Where a concern stands: nobody has it yet and by when somebody answers; who has it; or how it was closed. */
export function State({ data, t, zone, now }: { data: ConcernAnswered } & Reader) {
  if (data.closedAt !== null) return <Promise state="kept" title={t('safety.concern.closed', { when: t.moment(data.closedAt, zone, now) })} small={data.outcome === null ? undefined : t(outcomeWords[data.outcome])} />;
  if (data.takenAt !== null) {
    const again = data.reviewAt === null ? undefined : t('safety.list.look-again', { when: t.moment(data.reviewAt, zone, now) });
    return <Promise state={data.reviewAt !== null && data.reviewAt < now ? 'late' : 'kept'} title={t('safety.list.taken-by', { name: data.takenBy ?? t('safety.somebody') })} small={again} />;
  }
  const by = data.promise?.dueAt;
  const late = by !== undefined && by < now;
  return <Promise state={late ? 'late' : 'due'} {...(late && { stateWord: t('ui.late') })} title={by === undefined ? t('safety.list.nobody-yet') : t('safety.list.answer-by', { when: t.moment(by, zone, now) })} small={t('safety.list.nobody-yet')} />;
}

/** What was written, question by question; what stayed empty is left out. */
export function What({ data: { words, kinds, asked, told }, t }: { data: ConcernAnswered; t: Speak }) {
  const rows = [
    ['concern-said-seen', words.seen], ['concern-who', words.who], ['concern-kind', t.list(kinds.map((kind) => formAnswer(t, kind)))], ['concern-asked', formAnswer(t, asked)],
    ['concern-told', formAnswer(t, told)], ['concern-where', words.where], ['concern-you', words.you],
  ] as const;
  return <dl class="answers">{rows.filter(([, words]) => words !== '').map(([question, words]) => <div key={question}><dt>{formQuestion(t, question)}</dt><dd class="said">{words}</dd></div>)}</dl>;
}

/** Who raised it and how they can be reached: they wait for a person. */
export function Who({ data: { raisedBy, raisedAt }, t, zone, now }: { data: ConcernAnswered } & Reader) {
  return (
    <Card tone="clay" gap="close">
      <h2>{t('safety.concern.raised-by', { name: raisedBy.name ?? (raisedBy.signedIn ? t('safety.somebody') : t('safety.somebody-not-signed-in')) })}</h2>
      <Small><Time at={raisedAt} words={t.moment(raisedAt, zone, now)} /></Small>
      {raisedBy.contacts.map((one) => <p key={one.id}><Link to={one.kind === 'phone' ? `tel:${dialled(one.value)}` : `mailto:${one.value}`}>{one.kind === 'phone' ? phoneInWords(one.value) : one.value}</Link>{one.careful !== '' && <span class="small"> {one.careful}</span>}</p>)}
      {raisedBy.reach !== '' && <p>{t('safety.concern.reach', { words: raisedBy.reach })}</p>}
      {!raisedBy.signedIn && raisedBy.reach === '' && <p>{t('safety.concern.no-way-back')}</p>}
    </Card>
  );
}

/** Messages that were shown, word for word, with what the proof says in words, and how many between them were not shown. */
export function Messages({ concern, shown, t, zone, now, judged }: { concern: string; shown: Shown; judged?: boolean } & Reader) {
  return (
    <Stack gap="tight">
      {judged && <p>{shown.genuine ? t('safety.shown.genuine') : t('safety.shown.doubtful')}</p>}
      {shown.items.map((item) => (
        <Stack key={item.seq} gap="close">
          {item.gapBefore > 0 && <Small>{t('safety.shown.gap', { count: item.gapBefore })}</Small>}
          <Card gap="close" {...(item.doubt !== null && { tone: 'alarm' })}>
            {item.note === '' ? <p class="said">{item.body}</p> : <Folded summary={item.note}><p class="said">{item.body}</p></Folded>}
            {item.picture !== undefined && <ShownPicture concern={concern} picture={item.picture} t={t} />}
            <Small>{item.author ?? t('safety.somebody-begins')}, <Time at={item.sentAt} words={t.moment(item.sentAt, zone, now)} /></Small>
            {item.doubt !== null && <p><strong>{t(doubtWords[item.doubt])}</strong></p>}
            {judged && item.doubt === null && !item.anchored && <Small>{t('safety.shown.not-signed-yet')}</Small>}
          </Card>
        </Stack>
      ))}
      {judged && <Small>{t('safety.shown.what-it-proves')}</Small>}
    </Stack>
  );
}

/** A picture may be heavy for whoever answers, too: it is fetched when they open it. */
function ShownPicture({ concern, picture: { id, width, height, description, here }, t }: { concern: string; picture: NonNullable<Shown['items'][number]['picture']>; t: Reader['t'] }) {
  const words = description === '' ? t('safety.shown.picture') : t('safety.shown.picture-of', { description });
  if (!here) return <Small>{words} {t('safety.shown.picture-gone')}</Small>;
  return <Folded summary={words}><img class="sent" src={address('/concerns/:id/pictures/:picture', { id: concern, picture: id })} width={width} height={height} loading="lazy" decoding="async" alt={words} /></Folded>;
}

/** The record: what was done, by whom, when. It only grows. */
export function Record({ data, t, zone, now }: { data: ConcernAnswered } & Reader) {
  return (
    <ol>
      {data.notes.map((note) => (
        <li key={note.id}>
          <strong>{t(noteWords[note.kind])}</strong>{note.who !== undefined && ` · ${note.who}`}{note.how !== undefined && ` · ${t(callWords[note.how] ?? 'safety.call.nobody')}`}{note.from !== undefined && note.to !== undefined && ` · ${levelInWords(t, note.from)} → ${levelInWords(t, note.to)}`}
          <br /><span class="small">{note.by ?? t('safety.the-house')}, <Time at={note.at} words={t.moment(note.at, zone, now)} /></span>
          {note.text !== undefined && note.text !== '' && <p class="said">{note.text}</p>}
        </li>
      ))}
    </ol>
  );
}
