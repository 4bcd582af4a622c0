import { say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import type { DangerNow } from '../../rooms/safety/index.ts';
import { Button, Card, LiveFeed, Small } from '../../ui/index.ts';
import { address } from '../../web/page.ts';

interface Reader { readonly t: Speak; readonly zone: string; readonly now: Date }

/**
 * The first thing on the pages on which staff begin their day, and on every page of staff for those who answer for safety. It comes by itself while one is open:
 * somebody is in danger, and nobody answered yet.
 */
export function DangerAlarm({ danger, ...reader }: { danger: DangerNow } & Reader) {
  return <LiveFeed from="/danger/live" last={danger.mark}><div role="alert"><DangerCards danger={danger} {...reader} /></div></LiveFeed>;
}

/** The dangers themselves: the piece that is put in place of the last one. Not a word of what was written. */
export function DangerCards({ danger, t, zone, now }: { danger: DangerNow } & Reader) {
  return (
    <div data-id="danger" class="stack">
      {danger.open.map((one) => (
        <Card key={one.concern} tone="alarm" gap="tight">
          <h2 class="h3">{t('safety.danger.title')}</h2>
          <p>{t('safety.danger.nobody-yet', { when: t.moment(one.raisedAt, zone, now) })}</p>
          <p><Button to={address('/danger/:id', { id: one.concern })}>{t('safety.danger.to-list')}</Button></p>
          <Small>{say(one.programme, t.lang)}</Small>
        </Card>
      ))}
    </div>
  );
}
