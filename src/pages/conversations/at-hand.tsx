import type { Speak } from '../../messages/index.ts';
import { atHand, type AtHand as Hand, type Starting } from '../../rooms/conversations/index.ts';
import { Dialog, Folded, Link, Small, Stack } from '../../ui/index.ts';
import { address } from '../../web/page.ts';

type Hard = Hand['moments']['list'][number];

/** Questions to ask, words for feelings, and what others said in hard moments, to choose from (P4). Choosing one puts it into the box; without scripts by a link that opens the page with it. */
export function AtHand({ t, conversation }: { t: Speak; conversation: string }) {
  const { note, questions, feelings, moments } = atHand(t.lang);
  return (
    <Dialog button={t('conversations.at-hand')} title={t('conversations.at-hand')}>
      <Small>{note} {t('conversations.at-hand-first')}</Small>
      {questions.map((group) => (
        <Folded key={group.id} summary={group.name}>
          <Small>{group.hint}</Small>
          <Beginnings list={group.questions} conversation={conversation} />
        </Folded>
      ))}
      <Folded summary={t('conversations.feelings')}>
        <Small>{feelings.note}</Small>
        {feelings.groups.map((group) => (
          <Stack key={group.id} gap="close">
            <p><strong>{group.name}</strong></p>
            <Beginnings list={group.words} conversation={conversation} before={`${feelings.stem.replace(/…$/, '')} `} />
          </Stack>
        ))}
      </Folded>
      <Folded summary={t('conversations.moments')}>
        <Small>{moments.note}</Small>
        {moments.list.map((one) => <Moment key={one.id} moment={one} t={t} />)}
      </Folded>
    </Dialog>
  );
}

/** What others said when words were missing: to read, not to send. */
function Moment({ moment: { heard, someSay, closes, why, danger }, t }: { moment: Hard; t: Speak }) {
  return (
    <Folded summary={heard}>
      <ul>{someSay.map((words) => <li key={words}>{words}</li>)}</ul>
      <Small>{t('conversations.closes')} {closes}</Small>
      <Small>{why}</Small>
      {danger && <p><Link to="/help">{t('conversations.help-now')}</Link></p>}
    </Folded>
  );
}

function Beginnings({ list, conversation, before = '' }: { list: readonly Starting[]; conversation: string; before?: string }) {
  return (
    <ul class="row" role="list">
      {list.map(({ id, words }) => (
        <li key={id}><a class="quiet" href={`${address('/conversations/:id', { id: conversation }, { start: id })}#write`} data-start={before + words}>{words}</a></li>
      ))}
    </ul>
  );
}
