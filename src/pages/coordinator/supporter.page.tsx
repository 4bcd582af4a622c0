import { say } from '../../content/index.ts';
import { supporterOnDesk } from '../../rooms/desk/index.ts';
import { changeCapacity, endSupporting, pauseSupporting, resumeSupporting } from '../../rooms/intake/index.ts';
import { Button, Card, Columns, DateField, Dialog, Field, Folded, Form, Link, Quiet, Small, Stack } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { asHeading, peopleIn } from '../own-words.ts';
import { courseInWords } from './in-words.ts';
import { letterForms } from './letter-forms.ts';
import { lettersBefore, seeLetters } from './letters-seen.ts';
import { LettersTalk, WriteAndCall } from './letters-piece.tsx';
import { Matches } from './matches-table.tsx';
import { Answers, Person } from './pieces.tsx';
import { coursesMissing, dayIn, namedTraining, ofKind, Record, Recorded, recordForms } from './records.tsx';
import { roomInWords } from './supporters.page.tsx';

const here = (visit: Visit) => visit.path.split('?')[0] ?? visit.path;
const saved = (_: unknown, visit: Visit) => ({ to: here(visit), say: 'desk.saved' as const });

/** One supporter: how much they carry, their training and steps, whom they accompany, and letters. */
export default page({
  address: '/programmes/:programme/supporters/:id',
  may: 'staff',
  async load(visit) {
    const { programme, id } = visit.params;
    const seen = await supporterOnDesk(visit, { programme, supporter: id, ...lettersBefore(visit) });
    await seeLetters(visit, seen.letters, { programme, person: seen.standing.person });
    return seen;
  },
  title: ({ t }) => t('desk.supporter'),
  chrome: 'staff',
  wide: true,
  forms: {
    ...letterForms,
    ...recordForms,
    capacity: form({
      act: changeCapacity, read: (fields) => ({ supporter: fields.text('supporter'), capacity: fields.text('capacity') }), then: saved,
      refusals: { 'more-than-programme': 'desk.refusal.more-than-programme' }, mistakes: { capacity: 'desk.refusal.number' },
    }),
    pause: form({
      act: pauseSupporting, read: (fields) => ({ supporter: fields.text('supporter'), until: fields.text('until') }), then: saved, refusals: { 'until-is-past': 'desk.refusal.until-is-past' },
      mistakes: { until: 'desk.refusal.date' },
    }),
    back: form({ act: resumeSupporting, read: (fields) => ({ supporter: fields.text('supporter') }), then: saved, refusals: {} }),
    end: form({
      act: endSupporting, read: (fields) => ({ supporter: fields.text('supporter') }), then: (_, visit) => ({ to: here(visit), say: 'desk.ended' }),
      refusals: { 'still-accompanies': 'desk.refusal.still-accompanies', 'already-ended': 'desk.refusal.already-decided' },
    }),
  },
  body(seen) {
    const { t, zone, now, lang, data } = seen;
    const { programme, standing } = data;
    const reader = { t, zone, now };
    const name = data.name ?? t('desk.someone');
    const today = dayIn(programme.zone, now);
    const missing = coursesMissing(programme, data.training, today);
    const paused = standing.pausedAt !== null && (standing.pausedUntil === null || standing.pausedUntil > now);
    const which = <input type="hidden" name="supporter" value={standing.id} />;
    return (
      <>
        <p class="small"><Link to={address('/programmes/:programme/supporters', { programme: programme.slug })}>{asHeading(peopleIn(programme.words, lang).supporters, lang)}</Link> · {say(programme.name, lang)}</p>
        <h1>{name}</h1>
        <p>{standing.endedAt === null ? t('desk.supporter.since', { day: t.date(standing.since, zone, 'long') }) : t('desk.supporter.ended', { day: t.date(standing.endedAt, zone, 'long') })}</p>
        <Columns>
          <Stack>
            <Card as="section" gap="tight">
              <h2>{t('desk.load.heading')}</h2>
              <p>{t('desk.load.words', { running: data.running, capacity: t.number(standing.capacity) })} {standing.endedAt === null && t('desk.load.now', { words: roomInWords(t, { room: data.room, restUntil: data.restUntil, pausedUntil: standing.pausedUntil }, zone) })}</p>
              {standing.endedAt === null && (
                <>
                  {paused ? (
                    <Form seen={seen} name="back" quiet>{which}<Quiet>{t('desk.pause.end')}</Quiet></Form>
                  ) : (
                    <Dialog button={t('desk.pause')} title={t('desk.pause')}>
                      <Form seen={seen} name="pause" class="stack tight">{which}<DateField of="until" label={t('desk.pause.until')} hint={t('desk.pause.until-hint')} min={today} optional /><div><Button second>{t('desk.pause.go')}</Button></div></Form>
                    </Dialog>
                  )}
                  <Dialog button={t('desk.capacity.change')} title={t('desk.capacity.change')}>
                    <Form seen={seen} name="capacity" class="stack tight">
                      {which}
                      <Field of="capacity" label={t('desk.capacity')} hint={t('desk.capacity.words')} type="number" inputmode="numeric" min={0} max={programme.capacity.most} width={6} value={String(standing.capacity)} />
                      <div><Button second>{t('programmes.save')}</Button></div>
                    </Form>
                  </Dialog>
                </>
              )}
            </Card>
            <Card as="section" gap="tight">
              <h2>{t('desk.step-of.training')}</h2>
              <p>{missing.length === 0 ? t('desk.training.complete') : t('desk.training.missing', { courses: t.list(missing.map((id) => courseInWords(t, id))) })}</p>
              <Recorded done={namedTraining(t, data.training)} today={today} t={t} />
              {(['talk', 'reference', 'screening'] as const).map((kind) => <div key={kind}><h3>{t(`desk.step-of.${kind}`)}</h3><Recorded done={ofKind(data.clearances, kind)} today={today} t={t} /></div>)}
              <Record seen={seen} programme={programme} person={standing.person} today={today} t={t} />
            </Card>
            <Person pronouns={data.pronouns} lang={data.lang} contacts={data.contacts} t={t} />
          </Stack>
          <Stack as="section" id="letters">
            <h2>{t('letters.with', { name })}</h2>
            <LettersTalk letters={data.letters} side="programme" reader={reader} empty={t('letters.none-words', { name })} earlier={data.letters.earlier && `?before=${data.letters.earlier}#letters`} />
            <WriteAndCall seen={seen} programme={programme.id} person={standing.person} name={name} reader={reader} />
          </Stack>
        </Columns>
        {data.matches.length > 0 && <Stack as="section"><h2>{t('desk.matches')}</h2><Small>{t('desk.matches.words')}</Small><Matches rows={data.matches} slug={programme.slug} reader={reader} /></Stack>}
        <Stack as="section">
          <h2>{t('desk.told', { name })}</h2>
          <Answers answers={data.answers} t={t} />
        </Stack>
        {standing.endedAt === null && (
          <Folded summary={t('desk.end')}>
            <Form seen={seen} name="end" class="stack tight">{which}<p>{t('desk.end.words')}</p><div><Button second>{t('desk.end.go')}</Button></div></Form>
          </Folded>
        )}
      </>
    );
  },
});
