import type { BareKey } from '../../messages/index.ts';
import { type CallEnd, callEnds, type Letter, type LettersSeen } from '../../rooms/letters/index.ts';
import { Button, Choices, Dialog, Empty, Form, Link, Stack, Talk, TalkDay, TalkTurn, Textarea } from '../../ui/index.ts';
import type { Reader } from './pieces.tsx';

/** Whose eyes the letters are shown to. */
type Side = 'programme' | 'member';

/** Letters as a talk, both voices alike, with a line for each day in the reader's zone. Calls stand among them. */
export function LettersTalk({ letters, side, reader, earlier, empty }: { letters: LettersSeen; side: Side; reader: Reader; earlier?: string | undefined; empty: string }) {
  const { t, zone } = reader;
  if (letters.letters.length === 0) return <Empty title={t('letters.none')} heading={side === 'member' ? 'h2' : 'h3'}><p>{empty}</p></Empty>;
  let day = '';
  return (
    <>
      {letters.earlier !== undefined && earlier !== undefined && <p><Link to={earlier}>{t('letters.earlier')}</Link></p>}
      <Talk label={t('letters.talk')}>
        {letters.letters.flatMap((letter) => {
          const name = t.date(letter.at, zone, 'long');
          const line = name === day ? [] : [<TalkDay key={name} name={name} />];
          day = name;
          return [...line, <TalkTurn key={letter.id} turn={turnFrom(letter, letters, side, reader)} />];
        })}
      </Talk>
    </>
  );
}

function turnFrom(letter: Letter, { name }: LettersSeen, side: Side, { t, zone }: Reader) {
  const mine = letter.fromProgramme === (side === 'programme');
  const who = letter.fromProgramme ? (letter.by === null ? t('letters.automatic') : (letter.byName ?? t('letters.programme'))) : side === 'member' ? t('ui.you') : (name ?? t('desk.someone'));
  const how = channelWords(letter);
  return {
    id: letter.id, mine, who, at: letter.at, when: `${letter.fromProgramme ? `${who} · ` : ''}${t.time(letter.at, zone)}`,
    body: <>{how !== undefined && <p><strong>{t(how)}</strong></p>}{letter.words !== '' && <p class="said">{letter.words}</p>}</>,
    ...(letter.by === null && letter.fromProgramme && { note: t('letters.automatic-note') }),
  };
}

function channelWords({ channel, reached }: Letter): BareKey | undefined {
  if (channel === 'here') return undefined;
  if (channel === 'phone') return reached ? 'letters.call.reached' : 'letters.call.nobody';
  return channel === 'in-person' ? 'letters.call.in-person' : 'letters.call.voicemail';
}

const endWords: Record<CallEnd, BareKey> = { reached: 'letters.end.reached', 'in-person': 'letters.end.in-person', voicemail: 'letters.end.voicemail', nobody: 'letters.end.nobody' };

/** Write to somebody, or note a call. `about` names what it answers; the two forms are `write` and `call` of the page. */
export function WriteAndCall({ seen, programme, person, about, name, reader: { t }, callFirst, quiet }: {
  seen: Parameters<typeof Form>[0]['seen'];
  programme: string;
  person: string;
  about?: { readonly kind: 'support-request' | 'application'; readonly id: string };
  name: string;
  reader: Reader;
  callFirst?: boolean;
  /** Another button of the page is the first. */
  quiet?: boolean;
}) {
  const hidden = (
    <>
      <input type="hidden" name="programme" value={programme} />
      <input type="hidden" name="person" value={person} />
      {about !== undefined && <><input type="hidden" name="aboutKind" value={about.kind} /><input type="hidden" name="aboutId" value={about.id} /></>}
    </>
  );
  const write = (
    <Form seen={seen} name="write" class="stack tight">
      {hidden}
      <Textarea of="words" label={t('letters.write.label', { name })} hint={t('letters.write.hint')} rows={5} />
      <div><Button second={(callFirst ?? false) || (quiet ?? false)}>{t('letters.write.go')}</Button></div>
    </Form>
  );
  const call = (
    <Form seen={seen} name="call" class="stack tight">
      {hidden}
      <Choices of="how" kind="one" label={t('letters.call.label')} hint={t('letters.call.hint')} choices={callEnds.map((end) => ({ value: end, label: t(endWords[end]) }))} />
      <Textarea of="words" label={t('letters.call.words')} hint={t('letters.call.words-hint')} rows={3} optional />
      <div><Button second={!(callFirst ?? false) || (quiet ?? false)}>{t('letters.call.go')}</Button></div>
    </Form>
  );
  if (callFirst) return <Stack gap="tight"><div id="call">{call}</div><Dialog button={t('letters.write.instead')} title={t('letters.write.instead')}>{write}</Dialog></Stack>;
  return <Stack gap="tight">{write}<Dialog button={t('letters.call.instead')} title={t('letters.call.instead')}>{call}</Dialog></Stack>;
}
