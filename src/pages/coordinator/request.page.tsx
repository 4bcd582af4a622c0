import { say } from '../../content/index.ts';
import { requestOnDesk, type RequestOnDesk } from '../../rooms/desk/index.ts';
import { closeRequest, holdRequest } from '../../rooms/intake/index.ts';
import { Button, Card, Choices, Columns, Folded, Form, Link, Promise, Quiet, Row, Small, Stack, Tag } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { readerOf } from './in-words.ts';
import { letterForms } from './letter-forms.ts';
import { lettersBefore, seeLetters } from './letters-seen.ts';
import { LettersTalk, WriteAndCall } from './letters-piece.tsx';
import { Answers, Person, Promises, type Reader } from './pieces.tsx';

const here = (visit: Visit) => visit.path.split('?')[0] ?? visit.path;
const closings = ['answered-another-way', 'referred-on', 'not-for-us', 'no-reply'] as const;

/** One request: what the person told the coordinator, what was promised, letters and calls, and the way to somebody who fits. */
export default page({
  address: '/programmes/:programme/requests/:id',
  may: 'staff',
  async load(visit) {
    const { programme, id } = visit.params;
    const seen = await requestOnDesk(visit, { programme, request: id, ...lettersBefore(visit) });
    await seeLetters(visit, seen.letters, { programme, person: seen.request.person });
    return seen;
  },
  title: ({ t }) => t('desk.request'),
  chrome: 'staff',
  wide: true,
  forms: {
    ...letterForms,
    hold: form({
      act: holdRequest, read: (fields) => ({ request: fields.text('request'), hold: fields.text('hold') === 'yes' }),
      then: (_, visit) => ({ to: here(visit), say: 'desk.saved' }), refusals: { 'not-waiting': 'desk.refusal.not-waiting' },
    }),
    close: form({
      act: closeRequest, read: (fields) => ({ request: fields.text('request'), how: fields.given('how') }),
      then: (_, visit) => ({ to: here(visit), say: 'desk.closed' }), refusals: { 'not-waiting': 'desk.refusal.not-waiting' }, mistakes: { how: 'desk.mistake.choose' },
    }),
  },
  body(seen) {
    const { t, zone, now, lang, data, actor } = seen;
    const { programme, request, state } = data;
    const reader = { t, zone, now };
    const name = data.name ?? t('desk.someone');
    const place = { programme: programme.slug, id: request.id };
    const open = state === 'received' || state === 'answered' || state === 'held';
    const phoneOnly = data.contacts.length > 0 && !data.contacts.some(({ kind }) => kind === 'email');
    return (
      <>
        <p class="small"><Link to="/today">{t('desk.today')}</Link> · <Link to={address('/programmes/:programme/waiting', { programme: programme.slug })}>{say(programme.name, lang)}</Link></p>
        <Row between>
          <h1>{name}</h1>
          <Row>{request.urgent && <Tag>{t('desk.few.urgent')}</Tag>}{request.callFirst && <Tag>{t('desk.few.call-first')}</Tag>}{request.source !== 'web' && <Tag>{t(`desk.source.${request.source}`)}</Tag>}</Row>
        </Row>
        <p>{t(`desk.request.${state}`, { when: t.moment(request.receivedAt, zone, now), away: t.away(request.receivedAt, now) })}</p>
        <Columns>
          <Stack>
            <Card tone="moss" as="section">
              <h2>{t('desk.promised')}</h2>
              <Promises stories={data.stories} names={data.names} colleagues={data.colleagues} me={readerOf(actor) ?? ''} seen={seen} reader={reader} />
              {open && state !== 'held' && <p><Button second={state === 'received'} to={address('/programmes/:programme/requests/:id/match', place)}>{t('desk.next.find-someone')}</Button></p>}
              {data.relationship !== undefined && <Promise state="kept" title={t('desk.request.walks')} />}
              <Proposals data={data} reader={reader} place={place} />
            </Card>
            <Person pronouns={data.pronouns} lang={data.lang} contacts={data.contacts} zone={data.zone} now={now} t={t} />
          </Stack>
          <Stack as="section" id="letters">
            <h2>{t('letters.with', { name })}</h2>
            <LettersTalk letters={data.letters} side="programme" reader={reader} empty={t('letters.none-words', { name })} earlier={data.letters.earlier && `${address('/programmes/:programme/requests/:id', place)}?before=${data.letters.earlier}#letters`} />
            <WriteAndCall seen={seen} programme={programme.id} person={request.person} about={{ kind: 'support-request', id: request.id }} name={name} reader={reader} callFirst={phoneOnly || request.callFirst} quiet={state === 'answered'} />
          </Stack>
        </Columns>
        <Stack as="section">
          <h2>{t('desk.told', { name })}</h2>
          <Answers answers={data.answers} t={t} edit={(question) => address('/programmes/:programme/requests/:id/answers/:question', { ...place, question })} />
        </Stack>
        <Stack as="section">
          <h2>{t('desk.more')}</h2>
          <p><Link to={address('/programmes/:programme/people/:id', { programme: programme.slug, id: request.person })}>{t('desk.person.open', { name })}</Link></p>
          {data.apart.length > 0 && <p>{t('desk.apart', { names: t.list(data.apart.map((one) => one.name ?? t('desk.someone'))) })}</p>}
          {open && (
            <>
              <Form seen={seen} name="hold" quiet>
                <input type="hidden" name="request" value={request.id} />
                <input type="hidden" name="hold" value={state === 'held' ? 'no' : 'yes'} />
                <Quiet>{t(state === 'held' ? 'desk.hold.end' : 'desk.hold')}</Quiet>
              </Form>
              <Folded summary={t('desk.close')}>
                <Form seen={seen} name="close">
                  <input type="hidden" name="request" value={request.id} />
                  <Choices of="how" kind="one" label={t('desk.close.how')} choices={closings.map((how) => ({ value: how, label: t(`desk.close.${how}`) }))} />
                  <Small>{t('desk.close.words')}</Small>
                  <div><Button second>{t('desk.close.go')}</Button></div>
                </Form>
              </Folded>
            </>
          )}
        </Stack>
      </>
    );
  },
});

function Proposals({ data, reader: { t, zone, now }, place }: { data: RequestOnDesk; reader: Reader; place: { programme: string; id: string } }) {
  const live = data.proposals.filter(({ ending }) => ending === undefined);
  if (live.length === 0) return null;
  const spokenTo = data.contacts.length > 0 && data.contacts.every(({ kind }) => kind === 'phone');
  return (
    <ul>
      {live.map((one) => (
        <li key={one.id}>
          <Link to={address('/programmes/:programme/requests/:id/match', place)}>{t('desk.introduced', { name: data.names.get(one.supporter) ?? t('desk.someone'), when: t.moment(one.expiresAt, zone, now) })}</Link>
          {spokenTo && one.turn === 'seeker' && <><br /><Link to={address('/introductions/:id/by-phone', { id: one.id })}>{t('matching.spoken.link')}</Link></>}
        </li>
      ))}
    </ul>
  );
}
