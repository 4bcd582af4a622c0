import type { Speak } from '../../messages/index.ts';
import { demo, type Happened, moveClock, moves, type Player, signInAs } from '../../rooms/demo/index.ts';
import { Button, Card, Columns, Form, Link, Quiet, Row, Stack, Tag } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { MailList } from './mail-list.tsx';

const DAY = 86_400_000;
const STAFF: readonly string[] = ['chidi', 'dalia', 'esi', 'hana'];

/** The demo: who one can be, the clock, and the newest letters. Outside a demo there is no such page. */
export default page({
  address: '/demo',
  may: 'anyone',
  load: (visit) => demo(visit, { since: sinceOf(visit) }),
  title: ({ t }) => t('demo.title'),
  chrome: 'public',
  forms: {
    be: form({
      act: signInAs,
      read: (fields) => ({ who: fields.text('who') }),
      then: ({ token, keepSeconds, who }) => ({ to: STAFF.includes(who) ? '/today' : '/home', session: { token, ...(keepSeconds !== undefined && { keepSeconds }) } }),
      refusals: {},
    }),
    clock: form({
      act: moveClock,
      read: (fields) => ({ by: fields.text('by') }),
      then: ({ since }) => ({ to: `/demo?since=${new Date(since).getTime()}#happened` }),
      refusals: {},
    }),
  },
  body(seen) {
    const { t, data, zone, now } = seen;
    return (
      <Stack gap="roomy">
        <Stack gap="tight">
          <h1>{t('demo.heading')}</h1>
          <p>{t('demo.words')}</p>
        </Stack>
        {data.happened !== undefined && <WhatHappened t={t} happened={data.happened} />}
        <Stack as="section" aria-labelledby="clock">
          <h2 id="clock">{t('demo.clock.heading')}</h2>
          <p>{t('demo.clock.now', { time: t.moment(now, zone) })}{data.ahead > 3_600_000 / 2 && <> {t('demo.clock.ahead', { days: Math.floor(data.ahead / DAY) })}</>}</p>
          <p class="hint">{t('demo.clock.words')}</p>
          <Form seen={seen} name="clock" quiet>
            <Row>{moves.map((by) => <Button second key={by} name="by" value={by}>{t(`demo.clock.${by}`)}</Button>)}</Row>
          </Form>
        </Stack>
        <Stack as="section" aria-labelledby="cast">
          <h2 id="cast">{t('demo.cast.heading')}</h2>
          <Columns>{data.cast.map((player) => (
            <Form seen={seen} name="be" what={player.who} key={player.who} quiet>
              <input type="hidden" name="who" value={player.who} />
              <PlayerCard t={t} player={player} />
            </Form>
          ))}</Columns>
        </Stack>
        <Stack as="section" aria-labelledby="mail">
          <h2 id="mail">{t('demo.mail.heading')}</h2>
          <p>{t('demo.mail.words')}</p>
          <MailList t={t} mails={data.mails} zone={zone} now={now} />
          {data.mails.length > 0 && <p><Link to="/demo/mail">{t('demo.mail.all')}</Link></p>}
        </Stack>
      </Stack>
    );
  },
});

/** One of the cast, and the button to be them. */
function PlayerCard({ t, player: { who, name, french } }: { t: Speak; player: Player }) {
  const called = name ?? t('demo.cast.someone');
  return (
    <Card gap="tight">
      <p><strong>{called}</strong>{', '}{t(`demo.cast.${who}`)}{french && <> <Tag>{t('demo.cast.french')}</Tag></>}</p>
      <div><Quiet>{t('demo.cast.be', { name: called })}</Quiet></div>
    </Card>
  );
}

/** What the house did while the clock moved, in words. */
function WhatHappened({ t, happened: { things, letters } }: { t: Speak; happened: Happened }) {
  return (
    <Card tone="moss" as="section" id="happened" aria-labelledby="happened-heading">
      <h2 id="happened-heading">{t('demo.happened.heading')}</h2>
      {things.length === 0 && <p>{t('demo.happened.nothing')}</p>}
      {things.map(({ what, count }) => <p key={what}>{t(`demo.happened.${what}`, { count })}</p>)}
      <p>{t('demo.happened.letters', { count: letters })}</p>
    </Card>
  );
}

/** From when to look for what happened: the moment the clock was last moved to. */
function sinceOf({ query }: Visit): Date | undefined {
  const since = Number(query.get('since'));
  return Number.isSafeInteger(since) && since > 0 && since < 8.64e15 ? new Date(since) : undefined;
}
