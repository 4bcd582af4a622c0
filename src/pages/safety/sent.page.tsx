import { fill, say, starter } from '../../content/index.ts';
import { Button, Card, Row, Small } from '../../ui/index.ts';
import { address, elsewhere, page } from '../../web/page.ts';

interface Sent {
  readonly id: string;
  readonly by: Date;
  readonly lead: string;
}

/** What this browser keeps for a quarter of an hour: that a concern left, by when somebody answers. Signed by us, so it is as we wrote it. */
function sentIn(kept: string | undefined): Sent | undefined {
  if (kept === undefined) return undefined;
  const { id, by, lead } = JSON.parse(kept) as { id: string; by: string; lead: string };
  return { id, by: new Date(by), lead };
}

/** After a concern was sent: thanks, who answers and by when, and where help is meanwhile. */
export default page({
  address: '/concerns/sent',
  may: 'anyone',
  load: (visit) => sentIn(visit.kept('concern')) ?? elsewhere('/concerns/new'),
  title: ({ t }) => t('safety.raise.title'),
  chrome: 'public',
  body({ data, t, lang, actor, zone, now }) {
    const lead = data.lead === '' ? t('safety.the-lead-begins') : data.lead;
    return (
      <>
        <h1>{t('safety.sent.title')}</h1>
        <p>{fill(say(starter().safety.concernForm.afterSending, lang), { safety_lead: lead, time: t.moment(data.by, zone, now) })}</p>
        <Card gap="tight">
          <p>{t('safety.sent.meanwhile')}</p>
          <Row>
            <Button to="/help">{t('safety.raise.help')}</Button>
            {actor.kind === 'person' && <Button second to={address('/concerns/:id', { id: data.id })}>{t('safety.sent.follow')}</Button>}
          </Row>
        </Card>
        <Small>{t('safety.raise.never-told')}</Small>
      </>
    );
  },
});
