import type { Speak } from '../../messages/index.ts';
import type { CheckInSeen, OfferSeen } from '../../rooms/checkins/index.ts';
import { Button, Card, Form, type FormShown, Link, Quiet, Row, Small } from '../../ui/index.ts';
import { address } from '../../web/page.ts';

interface Around {
  readonly seen: { readonly data: CheckInSeen; readonly t: Speak; form(name: string, what?: string): FormShown };
}

/** What the answers offer: to do now, by oneself; and, where the answer asks first, whether the coordinator may know. */
export function Offers({ seen }: Around) {
  const { data, t } = seen;
  const shown = new Set<string>();
  const parts = data.offers.map((met) => ({ ...met, offers: met.offers.filter(({ id, action }) => possible(action, data) && !answeredSoon(action, data) && !shown.has(id) && shown.add(id)) }));
  return (
    <>
      {parts.filter(({ offers, tells, shared }) => offers.length > 0 || (tells === 'asks-first' && !shared)).map((met, at) => (
        <Card key={`${met.item}-${at}`} tone="clay" as="section" gap="tight">
          {met.offers.map((offer) => <div key={offer.id} class="stack close"><p>{offer.text}</p><Way seen={seen} offer={offer} /></div>)}
          {met.tells === 'asks-first' && (met.shared ? <Small>{t('checkins.shared-already')}</Small> : (
            <Form seen={seen} name="share" what={`${met.item}-${at}`} class="stack close">
              <input type="hidden" name="item" value={met.item} />
              <Small>{t('checkins.asks-first', { question: data.items.find(({ id }) => id === met.item)?.text ?? '' })}</Small>
              <Row><Quiet>{t('checkins.share-now')}</Quiet></Row>
            </Form>
          ))}
        </Card>
      ))}
    </>
  );
}

function Way({ seen, offer }: Around & { offer: OfferSeen['offers'][number] }) {
  const { data: { relationship }, t } = seen;
  switch (offer.action) {
    case 'ask-coordinator': case 'ask-debrief': case 'ask-safety-lead':
      return <Form seen={seen} name="call" what={offer.id} quiet><input type="hidden" name="offer" value={offer.id} /><Button second>{t('checkins.yes-call')}</Button></Form>;
    case 'nudge-both':
      return <Form seen={seen} name="nudge" what={offer.id} quiet><Button second>{t('checkins.yes-nudge')}</Button></Form>;
    default: {
      const to = placeOf(offer.action, relationship);
      return to === undefined ? null : <p><Link to={to}>{t('checkins.go-there')}</Link></p>;
    }
  }
}

/** Whether an offer of a call is empty: somebody of the programme answers by a promised time already. */
function answeredSoon(action: OfferSeen['offers'][number]['action'], { promisedBy }: CheckInSeen): boolean {
  return promisedBy !== undefined && (action === 'ask-coordinator' || action === 'ask-debrief');
}

/** Where an offer leads, when it is something to do on a page. */
function placeOf(action: OfferSeen['offers'][number]['action'], relationship: string | null): string | undefined {
  if (action === 'help-now') return '/help';
  if (action === 'lower-capacity') return '/supporting';
  if (action === 'open-concern') return '/concerns/new';
  if (relationship === null) return action === 'pause' ? '/supporting' : undefined;
  if (action === 'open-agreement') return address('/relationships/:id/agreement', { id: relationship });
  if (action === 'pause') return address('/relationships/:id/pause', { id: relationship });
  if (action === 'plan-ending') return address('/relationships/:id/ending', { id: relationship });
  return action === 'rematch' ? address('/relationships/:id/another-fit', { id: relationship }) : undefined;
}

/** Offers nobody can take up now are not shown: changes to a road that has ended, rooms that are not built. */
function possible(action: OfferSeen['offers'][number]['action'], { ended, side, relationship }: CheckInSeen): boolean {
  switch (action) {
    case 'help-now': case 'ask-coordinator': case 'ask-debrief': case 'ask-safety-lead': case 'lower-capacity': case 'open-concern':
      return true;
    case 'pause':
      return !ended;
    case 'nudge-both': case 'open-agreement': case 'plan-ending':
      return relationship !== null && !ended;
    case 'rematch':
      // After an ending it leads the seeker to where they ask again.
      return relationship !== null && (!ended || side === 'seeker');
    default:
      return false;
  }
}
