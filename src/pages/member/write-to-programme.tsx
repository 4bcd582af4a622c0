import type { Speak } from '../../messages/index.ts';
import { type LettersSeen, lettersWith, markLettersRead, writeLetter } from '../../rooms/letters/index.ts';
import { Button, Dialog, Form, Link, Promise as Promised, Small, Stack, Talk, TalkTurn, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';

/** What a letter is about. */
export interface About {
  readonly kind: 'support-request' | 'application';
  readonly id: string;
}

/** The form of a page from which a member writes to the programme; it comes back to the same page. */
export const writeForm = form({
  act: writeLetter,
  read: (fields) => ({ programme: fields.text('programme'), about: { kind: fields.text('aboutKind'), id: fields.text('aboutId') }, words: fields.text('words') }),
  then: ({ answerBy }, visit: Visit) => ({
    to: visit.path.split('?')[0] ?? visit.path,
    say: answerBy === undefined ? 'intake.write.sent' : { key: 'letters.to.sent', about: { when: visit.t.moment(answerBy, visit.zone, visit.now) } },
  }),
  refusals: {},
});

/** Somebody's letters with a programme, for a page that shows them: what they open is read, and the first page stops naming it as new. Seen is not answered. */
export async function lettersRead(visit: Visit, programme: string): Promise<LettersSeen> {
  const letters = await lettersWith(visit, { programme });
  if (letters.letters.some(({ fromProgramme, read }) => fromProgramme && !read)) await markLettersRead(visit, { programme });
  return letters;
}

/** The last few letters about this, and a place to write (its form is `write`). Those who run the programme read it, and it says so. */
export function WriteToProgramme({ seen, programme, about, owner, letters }: {
  seen: Parameters<typeof Form>[0]['seen'] & { readonly t: Speak; readonly zone: string; readonly now: Date };
  programme: { readonly id: string; readonly slug: string };
  about: About;
  owner: string;
  letters: LettersSeen;
}) {
  const { t, zone, now } = seen;
  const last = letters.letters.slice(-4);
  const { promise } = letters;
  const waits = promise !== undefined && promise.keptAt === null && promise.withdrawnAt === null;
  return (
    <Stack gap="tight">
      {last.length > 0 && (
        <Talk label={t('intake.write.letters')}>
          {last.map((letter) => {
            const who = letter.fromProgramme ? (letter.byName ?? t('intake.someone-coordinator')) : t('ui.you');
            const words = letter.words === '' ? t('intake.write.call') : letter.words;
            return <TalkTurn key={letter.id} turn={{ id: letter.id, mine: !letter.fromProgramme, who, body: <p>{words}</p>, at: letter.at, when: `${letter.fromProgramme ? `${who} · ` : ''}${t.moment(letter.at, zone, now)}` }} />;
          })}
        </Talk>
      )}
      {letters.letters.length > last.length && <p><Link to={address('/messages/:programme', { programme: programme.slug })}>{t('intake.write.all')}</Link></p>}
      <Dialog button={t('intake.write.to', { owner })} title={t('intake.write.to', { owner })}>
        <Form seen={seen} name="write" class="stack tight">
          <input type="hidden" name="programme" value={programme.id} />
          <input type="hidden" name="aboutKind" value={about.kind} />
          <input type="hidden" name="aboutId" value={about.id} />
          <Textarea of="words" label={t('intake.write.label')} hint={t('intake.write.who')} rows={4} />
          <div><Button second>{t('intake.write.send')}</Button></div>
        </Form>
      </Dialog>
      {waits ? <Promised state={promise.state === 'late' ? 'late' : 'due'} title={t(promise.state === 'late' ? 'letters.to.promise-late' : 'letters.to.promise', { when: t.moment(promise.dueAt, zone, now) })} /> : <Small>{t('intake.write.promise')}</Small>}
    </Stack>
  );
}
