import { say } from '../../content/index.ts';
import type { BareKey, Speak } from '../../messages/index.ts';
import type { Clearance, CourseSeen } from '../../rooms/intake/index.ts';
import { List, Promise } from '../../ui/index.ts';
import { countsStill, dayInWords } from './days.ts';

const clearanceWords: Readonly<Record<Clearance['kind'], BareKey>> = { talk: 'supporting.talk', reference: 'supporting.reference', screening: 'supporting.screening' };

/** A talk, a reference, a check or a course: done when, and until when it counts. Shape and words carry whether it lapses. */
export function StepsThatCount({ clearances, courses, t, now }: { clearances: readonly Clearance[]; courses: readonly CourseSeen[]; t: Speak; now: Date }) {
  return (
    <List>
      {clearances.map((one) => <Counts key={one.id} title={t(clearanceWords[one.kind])} doneOn={one.doneOn} expiresOn={one.expiresOn} t={t} now={now} />)}
      {courses.map((one) => (
        <Counts key={one.id} title={one.title === undefined ? one.id : say(one.title, t.lang)} doneOn={one.completedOn} expiresOn={one.expiresOn} t={t} now={now} />
      ))}
    </List>
  );
}

function Counts({ title, doneOn, expiresOn, t, now }: { title: string; doneOn: string | undefined; expiresOn: string | null; t: Speak; now: Date }) {
  if (doneOn === undefined) return <Promise as="li" state="due" title={title} small={t('supporting.not-yet')} />;
  const counts = countsStill(expiresOn, now);
  const done = t('supporting.done', { day: dayInWords(t, doneOn) });
  if (expiresOn === null) return <Promise as="li" title={title} small={done} />;
  const until = t(counts === 'lapsed' ? 'supporting.lapsed' : counts === 'soon' ? 'supporting.lapses-soon' : 'supporting.until', { day: dayInWords(t, expiresOn) });
  return <Promise as="li" state={counts === 'lapsed' ? 'late' : counts === 'soon' ? 'due' : 'kept'} title={title} small={`${done} ${until}`} />;
}
