import type { Speak } from '../../messages/index.ts';
import { atHand, type Starting } from '../../rooms/conversations/index.ts';
import { Dialog, Folded, Small, Stack } from '../../ui/index.ts';
import { address } from '../../web/page.ts';

/** Questions to ask and words for feelings, to choose from (P4). Choosing one puts it into the box; without scripts by a link that opens the page with it. */
export function AtHand({ t, conversation }: { t: Speak; conversation: string }) {
  const { note, questions, feelings } = atHand(t.lang);
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
    </Dialog>
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
