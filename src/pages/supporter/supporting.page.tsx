import { say } from '../../content/index.ts';
import { changeCapacity, mySupporting, pauseSupporting, resumeSupporting, type Supporting } from '../../rooms/intake/index.ts';
import { myRelationships } from '../../rooms/relationships/index.ts';
import { Button, Card, DateField, Empty, Form, Link, Row, Select, Small, Stack } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { restAfterRoad } from './rest-after-road.ts';
import { StepsThatCount } from '../member/steps-that-count.tsx';

/** A supporter's own page (P9, J1, J2): how many people at once, rest at any moment without a reason, and what counts until when. */
export default page({
  address: '/supporting',
  may: 'signed-in',
  load: supportingSeen,
  title: ({ t }) => t('supporting.title'),
  chrome: 'member',
  forms: {
    capacity: form({
      act: changeCapacity,
      read: (fields) => ({ supporter: fields.text('supporter'), capacity: fields.text('capacity') }),
      then: () => ({ to: '/supporting', say: 'supporting.capacity-said' }),
      refusals: { 'more-than-programme': 'supporting.refusal.more-than-programme' },
    }),
    pause: form({
      act: pauseSupporting,
      read: (fields) => ({ supporter: fields.text('supporter'), until: fields.text('until') }),
      then: () => ({ to: '/supporting', say: 'supporting.paused-said' }),
      refusals: { 'until-is-past': 'supporting.refusal.until-is-past' },
    }),
    resume: form({
      act: resumeSupporting,
      read: (fields) => ({ supporter: fields.text('supporter') }),
      then: () => ({ to: '/supporting', say: 'supporting.resumed-said' }),
      refusals: {},
    }),
  },
  body(seen) {
    const { t, data } = seen;
    return (
      <>
        <h1>{t('supporting.title')}</h1>
        {data.supporting.length === 0 && <Empty heading="h2" title={t('supporting.none')} to="/home" action={t('supporting.home')}><p>{t('supporting.none-words')}</p></Empty>}
        {data.supporting.map((one) => <OneProgramme key={one.id} seen={seen} one={one} />)}
      </>
    );
  },
});

async function supportingSeen(visit: Visit) {
  const supporting = await mySupporting(visit, {});
  const roads = (await myRelationships(visit, {})).filter(({ mine }) => mine === 'supporter');
  return { supporting, roads, walking: roads.filter(({ state }) => state !== 'ended') };
}

type SupportingPage = Seen<'/supporting', Awaited<ReturnType<typeof supportingSeen>>>;

function OneProgramme({ seen, one }: { seen: SupportingPage; one: Supporting }) {
  const { t, lang, data, now } = seen;
  const people = data.walking.filter(({ standing }) => standing === one.id);
  return (
    <Stack as="section" aria-label={say(one.name, lang)}>
      {data.supporting.length > 1 && <h2>{say(one.name, lang)}</h2>}
      <Card tone="clay" gap="close">
        <h2>{t('supporting.rest')}</h2>
        <Rest seen={seen} one={one} />
      </Card>
      <Card gap="tight">
        <h2>{t('supporting.people')}</h2>
        <p>{t('supporting.walking', { count: people.length, capacity: one.capacity })}</p>
        {people.length > 0 && <ul>{people.map(({ id, other }) => <li key={id}><Link to={address('/relationships/:id', { id })}>{other ?? t('home.someone')}</Link></li>)}</ul>}
        <Form seen={seen} name="capacity" what={one.id} class="stack tight">
          <input type="hidden" name="supporter" value={one.id} />
          <Select of="capacity" label={t('supporting.capacity')} hint={t('supporting.capacity-hint', { most: one.most })} value={String(one.capacity)}
            options={Array.from({ length: one.most + 1 }, (_, count) => ({ value: String(count), label: t('supporting.count', { count }) }))} />
          <div><Button second>{t('supporting.save')}</Button></div>
        </Form>
      </Card>
      <Card gap="tight">
        <h2>{t('supporting.counts')}</h2>
        <p>{t('supporting.counts-words')}</p>
        <StepsThatCount clearances={one.clearances} courses={one.courses} t={t} now={now} />
      </Card>
    </Stack>
  );
}

/** Resting or not. Nobody asks why. */
function Rest({ seen, one }: { seen: SupportingPage; one: Supporting }) {
  const { t, zone, now, data } = seen;
  const after = restAfterRoad(one, data.roads, now);
  const resting = one.pausedAt !== null && (one.pausedUntil === null || one.pausedUntil > now);
  const hidden = <input type="hidden" name="supporter" value={one.id} />;
  if (resting) {
    return (
      <>
        <p>{one.pausedUntil === null ? t('supporting.resting') : t('supporting.resting-until', { day: t.date(one.pausedUntil, zone, 'long') })}</p>
        <Form seen={seen} name="resume" what={one.id} quiet>{hidden}<Button>{t('supporting.back')}</Button></Form>
      </>
    );
  }
  return (
    <>
      {after !== undefined && <p>{t('supporting.rests-after', { day: t.date(after, zone, 'long') })}</p>}
      <p>{t('supporting.rest-words')}</p>
      <Form seen={seen} name="pause" what={one.id} class="stack tight">
        {hidden}
        <DateField of="until" label={t('supporting.until-day')} optional />
        <Row><Button>{t('supporting.pause')}</Button></Row>
        <Small>{t('supporting.pause-words')}</Small>
      </Form>
    </>
  );
}
