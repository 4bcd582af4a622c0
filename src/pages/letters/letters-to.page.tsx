import { say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { absent } from '../../platform/outcome.ts';
import { type LettersSeen, lettersWith, markLettersRead, myLetters, writeLetter } from '../../rooms/letters/index.ts';
import { Button, Card, Form, Link, Promise, Stack, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { readerOf } from '../coordinator/in-words.ts';
import { LettersTalk } from '../coordinator/letters-piece.tsx';

/** Whose hands the answer is in, and who steps in. */
function handsInWords(t: Speak, { owner, backup }: LettersSeen['hands']): string | undefined {
  if (owner === undefined) return undefined;
  return backup === undefined ? t('letters.to.hands-one', { owner }) : t('letters.to.hands', { owner, backup });
}

/** A member's letters with the team of one programme, and a place to write. Who reads it, and by when a person answers, is said. */
export default page({
  address: '/messages/:programme',
  may: 'signed-in',
  async load(visit) {
    const { programme: slug } = visit.params;
    const programme = (await myLetters(visit, {})).find((one) => one.slug === slug) ?? absent();
    const before = visit.query.get('before');
    const letters = await lettersWith(visit, { programme: slug, ...(before !== undefined && { before }) });
    if (letters.letters.some(({ fromProgramme, read }) => fromProgramme && !read)) await markLettersRead(visit, { programme: slug });
    return { programme, letters };
  },
  title: ({ t }) => t('letters.mine'),
  chrome: 'member',
  forms: {
    write: form({
      act: writeLetter,
      read: (fields) => ({ programme: fields.text('programme'), words: fields.text('words') }),
      then: (value, visit) => {
        const to = address('/messages/:programme', { programme: visit.params.programme ?? '' });
        return value.answerBy === undefined ? { to } : { to, say: { key: 'letters.to.sent', about: { when: visit.t.moment(value.answerBy, visit.zone, visit.now) } } };
      },
      refusals: {},
    }),
  },
  body(seen) {
    const { t, zone, now, lang, actor, data: { programme, letters } } = seen;
    const { promise } = letters;
    const waits = promise !== undefined && promise.keptAt === null && promise.withdrawnAt === null;
    const when = waits ? t.moment(promise.dueAt, zone, now) : '';
    return (
      <>
        <p class="small"><Link to="/messages">{t('letters.mine')}</Link></p>
        <h1>{say(programme.name, lang)}</h1>
        <p>{t('letters.to.who-reads', { programme: say(programme.name, lang) })}</p>
        <LettersTalk letters={letters} side="member" reader={{ t, zone, now }} empty={t('letters.to.empty')} earlier={letters.earlier && `${address('/messages/:programme', { programme: programme.slug })}?before=${letters.earlier}`} />
        {waits && <Card tone="moss"><Promise state={promise.state === 'late' ? 'late' : 'due'} title={t(promise.state === 'late' ? 'letters.to.promise-late' : 'letters.to.promise', { when })}
          small={handsInWords(t, letters.hands)} /></Card>}
        {readerOf(actor) === letters.person && (
          <Stack as="section">
            <Form seen={seen} name="write">
              <input type="hidden" name="programme" value={programme.programme} />
              <Textarea of="words" label={t('letters.to.label')} rows={6} />
              <div><Button>{t('letters.to.go')}</Button></div>
            </Form>
          </Stack>
        )}
      </>
    );
  },
});
