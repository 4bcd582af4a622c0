import { say } from '../../content/index.ts';
import type { BareKey, Speak } from '../../messages/index.ts';
import type { Answered, Colleague, PersonInFew, PromiseStory } from '../../rooms/desk/index.ts';
import type { Contact } from '../../rooms/people/index.ts';
import { phoneInWords } from '../../rooms/people/index.ts';
import type { PromiseMade, StepKind } from '../../rooms/promises/index.ts';
import { Button, Card, Dialog, Folded, Form, Link, Promise, Select, Small, Stack, Time } from '../../ui/index.ts';
import { answerInWords, drawn, kindInWords } from './in-words.ts';

/** What a piece needs of the page around it. */
export interface Reader {
  readonly t: Speak;
  readonly zone: string;
  readonly now: Date;
}

/** A name in a list with the few words under it. */
export function Who({ to, who, few, t }: { to?: string; who: PersonInFew | undefined; few?: string; t: Speak }) {
  const name = who?.name ?? t('desk.someone');
  return <>{to === undefined ? <strong>{name}</strong> : <strong><Link to={to}>{name}</Link></strong>}{few !== undefined && few !== '' && <><br /><span class="small">{few}</span></>}</>;
}

/** When something is promised: by when, how far that is, and who was told when it was late. */
export function Promised({ promise, t, zone, now }: { promise: PromiseMade } & Reader) {
  const small = promise.handedOverAt === null ? t.away(promise.dueAt, now) : t('desk.handed-over', { when: t.moment(promise.handedOverAt, zone, now) });
  return <Promise state={drawn(promise.state)} {...(promise.state === 'late' && { stateWord: t('ui.late') })} title={<Time at={promise.dueAt} words={t.moment(promise.dueAt, zone, now)} />} small={small} />;
}

const stepWords: Record<StepKind, 'desk.step.made' | 'desk.step.warned' | 'desk.step.handed-over' | 'desk.step.nobody' | 'desk.step.climbed' | 'desk.step.moved' | 'desk.step.owner-replaced' | 'desk.step.kept' | 'desk.step.withdrawn'> = {
  made: 'desk.step.made', warned: 'desk.step.warned', 'handed-over': 'desk.step.handed-over', 'nobody-to-step-in': 'desk.step.nobody', climbed: 'desk.step.climbed',
  moved: 'desk.step.moved', 'owner-replaced': 'desk.step.owner-replaced', kept: 'desk.step.kept', withdrawn: 'desk.step.withdrawn',
};

/** The promises about one thing: how each stands, in whose hands, its story, and a way to hand it over. `me` is the reader. */
export function Promises({ stories, names, colleagues, me, seen, reader }: {
  stories: readonly PromiseStory[];
  names: ReadonlyMap<string, string>;
  colleagues: readonly Colleague[];
  me: string;
  seen: Parameters<typeof Form>[0]['seen'];
  reader: Reader;
}) {
  const { t, zone, now } = reader;
  const name = (id: string | null) => (id === null ? t('desk.nobody') : id === me ? t('desk.you') : (names.get(id) ?? t('desk.someone')));
  return (
    <>
      {stories.map(({ promise, steps }) => {
        const runs = promise.keptAt === null && promise.withdrawnAt === null;
        const others = colleagues.filter(({ person }) => person !== promise.owner);
        return (
          <Stack key={promise.id} gap="tight">
            <Promise state={drawn(promise.state)} title={promiseTitle(promise, reader)} small={runs ? handsInWords(t, promise, name) : undefined} />
            <Folded summary={t('desk.story', { what: kindInWords(t, promise.kind) })}>
              <ol>{steps.map((step) => <li key={`${step.what}${step.at.getTime()}`}>{t(stepWords[step.what], { from: name(step.from), to: name(step.to) })} <Time at={step.at} words={t.moment(step.at, zone, now)} /></li>)}</ol>
            </Folded>
            {runs && others.length > 0 && (
              <Dialog button={t('desk.hand-over')} title={t('desk.hand-over')}>
                <Form seen={seen} name="over" what={promise.id}>
                  <input type="hidden" name="promise" value={promise.id} />
                  <Select of="to" label={t('desk.hand-over.to')} value={promise.backup ?? undefined} options={others.map((one) => ({ value: one.person, label: one.person === me ? t('desk.you') : (one.name ?? t('desk.someone')) }))} />
                  <Small>{t('desk.hand-over.words')}</Small>
                  <div><Button second>{t('desk.hand-over.go')}</Button></div>
                </Form>
              </Dialog>
            )}
          </Stack>
        );
      })}
    </>
  );
}

function promiseTitle(promise: PromiseMade, { t, zone, now }: Reader): string {
  const what = kindInWords(t, promise.kind);
  if (promise.keptAt !== null) return t(promise.state === 'kept' ? 'desk.promise.kept' : 'desk.promise.kept-late', { what, when: t.moment(promise.keptAt, zone, now) });
  if (promise.withdrawnAt !== null) return t('desk.promise.withdrawn', { what });
  return t(promise.state === 'late' ? 'desk.promise.late' : 'desk.promise.runs', { what, when: t.moment(promise.dueAt, zone, now), away: t.away(promise.dueAt, now) });
}

function handsInWords(t: Speak, promise: PromiseMade, name: (id: string | null) => string): string {
  if (promise.owner === null) return t('desk.hands.nobody');
  return promise.backup === null ? t('desk.hands.one', { owner: name(promise.owner) }) : t('desk.hands.two', { owner: name(promise.owner), backup: name(promise.backup) });
}

/** How to reach somebody, with what to mind when doing so. */
function Reach({ contacts, t }: { contacts: readonly Contact[]; t: Speak }) {
  if (contacts.length === 0) return <p>{t('desk.reach.none')}</p>;
  return (
    <ul>
      {contacts.map((contact) => (
        <li key={contact.id}>
          <Link to={contact.kind === 'phone' ? `tel:${contact.value.split(';')[0]}` : `mailto:${contact.value}`}>{contact.kind === 'phone' ? phoneInWords(contact.value) : contact.value}</Link>
          {contact.careful !== '' && <><br /><strong>{t('desk.reach.careful', { words: contact.careful })}</strong></>}
        </li>
      ))}
    </ul>
  );
}

/** What somebody answered, question by question, in their own words where they wrote. What nobody answered is folded away: a skipped question is no gap. */
export function Answers({ answers, t, edit }: { answers: readonly Answered[]; t: Speak; edit?: (question: string) => string }) {
  const said = answers.flatMap((one) => {
    const words = answerInWords(t, one);
    return words === undefined ? [] : [{ ...one, words }];
  });
  const skipped = answers.filter((one) => answerInWords(t, one) === undefined);
  return (
    <>
      {said.length === 0 && <p>{t('desk.answers.none')}</p>}
      <dl class="pairs">
        {said.map(({ question, words }) => (
          <div key={question.id}>
            <dt>{say(question.text, t.lang)}{edit && <> <Link to={edit(question.id)} label={t('desk.answers.change-named', { question: say(question.text, t.lang) })}>{t('desk.answers.change')}</Link></>}</dt>
            <dd>
              {words.lines.length === 1 ? words.lines[0] : words.lines.length > 1 && <ul>{words.lines.map((line) => <li key={line}>{line}</li>)}</ul>}
              {words.own.map((line) => <blockquote key={line} class="said">{line}</blockquote>)}
            </dd>
          </div>
        ))}
      </dl>
      {skipped.length > 0 && (
        <Folded summary={t('desk.answers.skipped', { count: skipped.length })}>
          <ul>{skipped.map(({ question }) => <li key={question.id}>{edit ? <Link to={edit(question.id)}>{say(question.text, t.lang)}</Link> : say(question.text, t.lang)}</li>)}</ul>
        </Folded>
      )}
    </>
  );
}

/** Who somebody is, at the head of their page: how to speak of them, their language, how to reach them. */
export function Person({ pronouns, lang, contacts, t, zone, now }: { pronouns: string; lang: 'en' | 'fr'; contacts: readonly Contact[]; zone?: string; now?: Date; t: Speak }) {
  return (
    <Card tone="clay" as="section" gap="tight">
      <h2>{t('desk.reach')}</h2>
      {pronouns !== '' && <p>{t('desk.pronouns', { words: pronouns })}</p>}
      <p>{t(readsWords[lang])}{zone !== undefined && now !== undefined && ` ${t('desk.their-time', { time: t.time(now, zone) })}`}</p>
      <Reach contacts={contacts} t={t} />
    </Card>
  );
}

const readsWords = { en: 'desk.reads.en', fr: 'desk.reads.fr' } as const satisfies Record<string, BareKey>;
