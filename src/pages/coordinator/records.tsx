import { starter } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { type Clearance, recordClearance, recordTraining, type TrainingRecord } from '../../rooms/intake/index.ts';
import type { Programme } from '../../rooms/programmes/index.ts';
import { Button, DateField, Folded, Form, Row, Select, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import type { Visit } from '../../web/visit.ts';
import { courseInWords, dayInWords } from './in-words.ts';

const back = (_: unknown, visit: Visit) => ({ to: visit.path.split('?')[0] ?? visit.path, say: 'desk.recorded' as const });

/** The two forms that record a step or a completed course, with the day it was done and until when it counts. */
export const recordForms = {
  clearance: form({
    act: recordClearance,
    read: (fields) => ({ programme: fields.text('programme'), person: fields.text('person'), kind: fields.text('kind'), doneOn: fields.text('doneOn'), expiresOn: fields.text('expiresOn') }),
    then: back, refusals: { 'expires-before-done': 'desk.mistake.expires' },
  }),
  training: form({
    act: recordTraining,
    read: (fields) => ({ programme: fields.text('programme'), person: fields.text('person'), course: fields.text('course'), completedOn: fields.text('completedOn'), expiresOn: fields.text('expiresOn') }),
    then: back, refusals: { 'expires-before-done': 'desk.mistake.expires' },
  }),
};

/** Records a talk, references, screening, or a course. Both sides see what is recorded. */
export function Record({ seen, programme, person, today, t }: { seen: Parameters<typeof Form>[0]['seen']; programme: Programme; person: string; today: string; t: Speak }) {
  const about = <><input type="hidden" name="programme" value={programme.id} /><input type="hidden" name="person" value={person} /></>;
  const needed = programme.settings.courses.beforeMatch;
  const courses = [...needed, ...starter().training.courses.map(({ id }) => id).filter((id) => !needed.some((one) => one === id))];
  return (
    <>
      <Folded summary={t('desk.record')}>
        <Form seen={seen} name="clearance" class="stack tight">
          {about}
          <Select of="kind" label={t('desk.record.kind')} options={(['talk', 'reference', 'screening'] as const).map((kind) => ({ value: kind, label: t(`desk.step-of.${kind}`) }))} />
          <Row><DateField of="doneOn" label={t('desk.record.done')} value={today} max={today} /><DateField of="expiresOn" label={t('desk.record.expires')} optional /></Row>
          <div><Button second>{t('desk.record.go')}</Button></div>
        </Form>
      </Folded>
      <Folded summary={t('desk.record.training')}>
        <Form seen={seen} name="training" class="stack tight">
          {about}
          <Select of="course" label={t('desk.record.course')} options={courses.map((id) => ({ value: id, label: courseInWords(t, id) }))} />
          <Row><DateField of="completedOn" label={t('desk.record.done')} value={today} max={today} /><DateField of="expiresOn" label={t('desk.record.expires')} optional /></Row>
          <div><Button second>{t('desk.record.go')}</Button></div>
        </Form>
      </Folded>
    </>
  );
}

/** Steps of one kind as they were recorded. */
export function Recorded({ done, today, t }: { done: readonly { readonly id: string; readonly doneOn: string; readonly expiresOn: string | null; readonly name?: string }[]; today: string; t: Speak }) {
  if (done.length === 0) return <Small>{t('desk.not-yet')}</Small>;
  return <ul>{done.map((one) => <li key={one.id}>{one.name !== undefined && <strong>{one.name} </strong>}{datesInWords(t, one, today)}</li>)}</ul>;
}

function datesInWords(t: Speak, { doneOn, expiresOn }: { doneOn: string; expiresOn: string | null }, today: string): string {
  const day = dayInWords(t, doneOn);
  if (expiresOn === null) return t('desk.done-on', { day });
  return t(expiresOn < today ? 'desk.done-over' : 'desk.done-until', { day, until: dayInWords(t, expiresOn) });
}

/** Recorded courses with their names. */
export const namedTraining = (t: Speak, training: readonly TrainingRecord[]) => training.map(({ completedOn, course, ...rest }) => ({ ...rest, doneOn: completedOn, name: courseInWords(t, course) }));

/** Clearances of one kind. */
export const ofKind = (clearances: readonly Clearance[], kind: Clearance['kind']) => clearances.filter((one) => one.kind === kind);

/** Courses that are needed before somebody is proposed and are not there, or have lapsed. `today` is an ISO day. */
export function coursesMissing(programme: Programme, training: readonly TrainingRecord[], today: string): readonly string[] {
  return programme.settings.courses.beforeMatch.filter((course) => !training.some((one) => one.course === course && (one.expiresOn === null || one.expiresOn >= today)));
}

/** The day it is in a time zone, as `2026-12-01`. */
export function dayIn(zone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}
