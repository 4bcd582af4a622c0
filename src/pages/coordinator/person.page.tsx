import { say } from '../../content/index.ts';
import { type SharedSeen, sharedAnswers } from '../../rooms/checkins/index.ts';
import { memberOnDesk, supporterList } from '../../rooms/desk/index.ts';
import { maySignOthersOut } from '../../rooms/people/index.ts';
import { keepApart } from '../../rooms/safety/index.ts';
import { Button, Card, Columns, Folded, Form, Link, Select, Small, Stack } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { readerOf } from './in-words.ts';
import { letterForms } from './letter-forms.ts';
import { lettersBefore, seeLetters } from './letters-seen.ts';
import { LettersTalk, WriteAndCall } from './letters-piece.tsx';
import { Matches } from './matches-table.tsx';
import { Person, type Reader } from './pieces.tsx';

/** One member in one programme: how to reach them, what they have here, letters and calls. */
export default page({
  address: '/programmes/:programme/people/:id',
  may: 'staff',
  async load(visit) {
    const { programme, id } = visit.params;
    const seen = await memberOnDesk(visit, { programme, person: id, ...lettersBefore(visit) });
    await seeLetters(visit, seen.letters, { programme, person: id });
    const { rows } = await supporterList(visit, { programme, limit: 100 });
    const shared = await sharedAnswers(visit, { programme: seen.programme.id, person: id });
    return { ...seen, shared, others: rows.flatMap(({ who }) => (who === undefined || who.id === id ? [] : [who])) };
  },
  title: ({ t }) => t('desk.person'),
  chrome: 'staff',
  wide: true,
  forms: {
    ...letterForms,
    apart: form({
      act: keepApart, read: (fields) => ({ programme: fields.text('programme'), one: fields.text('one'), other: fields.text('other') }),
      then: (_, visit) => ({ to: visit.path.split('?')[0] ?? visit.path, say: 'desk.kept-apart' }), refusals: { 'already-apart': 'desk.refusal.apart', yourself: 'desk.refusal.apart' },
    }),
  },
  body(seen) {
    const { t, zone, now, lang, data, actor } = seen;
    const { programme } = data;
    const reader = { t, zone, now };
    const name = data.name ?? t('desk.someone');
    const phoneOnly = data.contacts.length > 0 && !data.contacts.some(({ kind }) => kind === 'email');
    const free = data.others.filter(({ id }) => !data.apart.some(({ person }) => person === id));
    return (
      <>
        <p class="small"><Link to="/today">{t('desk.today')}</Link> · {say(programme.name, lang)}</p>
        <h1>{name}</h1>
        <Columns>
          <Stack>
            <Card as="section" gap="tight">
              <h2>{t('desk.person.here')}</h2>
              <ul>
                {data.requests.map((one) => <li key={one.id}><Link to={address('/programmes/:programme/requests/:id', { programme: programme.slug, id: one.id })}>{t('desk.person.request', { when: t.moment(one.receivedAt, zone, now) })}</Link></li>)}
                {data.applications.map((one) => <li key={one.id}><Link to={address('/programmes/:programme/applications/:id', { programme: programme.slug, id: one.id })}>{t('desk.person.application', { when: t.moment(one.receivedAt, zone, now) })}</Link></li>)}
                {data.standing !== undefined && <li><Link to={address('/programmes/:programme/supporters/:id', { programme: programme.slug, id: data.standing })}>{t('desk.person.supports')}</Link></li>}
              </ul>
              {data.apart.length > 0 && <p>{t('desk.apart', { names: t.list(data.apart.map((one) => one.name ?? t('desk.someone'))) })}</p>}
            </Card>
            {phoneOnly && data.person !== readerOf(actor) && <p><Link to={address('/programmes/:programme/people/:id/contact-sheet', { programme: programme.slug, id: data.person })}>{t('safety.spoken-sheet.link')}</Link></p>}
            <Person pronouns={data.pronouns} lang={data.lang} contacts={data.contacts} zone={data.zone} now={now} t={t} />
            <Shared shared={data.shared} reader={reader} />
            {data.notes.length > 0 && <Card as="section" gap="tight"><h2>{t('desk.person.notes')}</h2>{data.notes.map((note) => <div key={note.id}><Small>{note.label}</Small><blockquote class="said">{note.words}</blockquote></div>)}</Card>}
          </Stack>
          {data.person !== readerOf(actor) && (
            <Stack as="section" id="letters">
              <h2>{t('letters.with', { name })}</h2>
              <LettersTalk letters={data.letters} side="programme" reader={reader} empty={t('letters.none-words', { name })} earlier={data.letters.earlier && `?before=${data.letters.earlier}#letters`} />
              <WriteAndCall seen={seen} programme={programme.id} person={data.person} name={name} reader={reader} callFirst={phoneOnly} />
            </Stack>
          )}
        </Columns>
        {data.matches.length > 0 && <Stack as="section"><h2>{t('desk.matches')}</h2><Small>{t('desk.matches.words')}</Small><Matches rows={data.matches} slug={programme.slug} reader={reader} /></Stack>}
        {data.person !== readerOf(actor) && <p><Link to={address('/programmes/:programme/breaches', { programme: programme.slug }, { person: data.person })}>{t('safety.todo.breach')}</Link> · <Link to={address('/programmes/:programme/people/:id/met', { programme: programme.slug, id: data.person })}>{t('people.met.page')}</Link>{maySignOthersOut(actor) && <> · <Link to={address('/sign-somebody-out', {}, { person: data.person })}>{t('people.sessions.member', { name })}</Link></>}</p>}
        {free.length > 0 && (
          <Folded summary={t('desk.keep-apart')}>
            <Form seen={seen} name="apart" class="stack tight">
              <input type="hidden" name="programme" value={programme.id} />
              <input type="hidden" name="one" value={data.person} />
              <p>{t('desk.keep-apart.words')}</p>
              <Select of="other" label={t('desk.keep-apart.who')} options={free.map((one) => ({ value: one.id, label: one.name ?? t('desk.someone') }))} />
              <div><Button second>{t('desk.keep-apart.go')}</Button></div>
            </Form>
          </Folded>
        )}
      </>
    );
  },
});

/** Only what somebody chose to share from a check-in (A9). */
function Shared({ shared, reader: { t, zone, now } }: { shared: readonly SharedSeen[]; reader: Reader }) {
  if (shared.length === 0) return null;
  return (
    <Card as="section" gap="tight">
      <h2>{t('desk.person.shared')}</h2>
      <dl>{shared.map((one) => <div key={`${one.checkIn}${one.question}`}><dt>{one.question} <span class="small">{t.moment(one.sharedAt, zone, now)}</span></dt><dd class="said">{one.answer}</dd></div>)}</dl>
    </Card>
  );
}
