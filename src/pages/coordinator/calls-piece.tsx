import type { Speak } from '../../messages/index.ts';
import { callsToMake, type CallToMake, noteCallMade } from '../../rooms/notifications/index.ts';
import { phoneInWords } from '../../rooms/people/index.ts';
import { type Programme, runs } from '../../rooms/programmes/index.ts';
import { Form, Link, Quiet, Row, Stack } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';

/** Somebody to phone, with the programme they are in. */
export interface CallOnDesk extends CallToMake {
  readonly programme: Programme;
}

/**
 * Everybody whom mail does not reach, in the programmes this reader runs: nobody is left hanging for want of an address (P6). The programmes whose role they hold
 * are asked at once, while the page still looks up what they are called.
 */
export async function callsOnDesk(visit: Visit, shown: Promise<readonly Programme[]>): Promise<readonly CallOnDesk[]> {
  const { actor } = visit;
  const callsIn = (programme: string) => callsToMake(visit, { programme, limit: 20 });
  const held = actor.kind === 'person' ? actor.holds.flatMap(({ programme }) => (programme !== null && runs(actor, programme) ? [programme] : [])) : [];
  const asked = new Map([...new Set(held)].map((programme) => [programme, callsIn(programme)]));
  const [programmes] = await Promise.all([shown, ...asked.values()]);
  const calls = await Promise.all(
    programmes.filter(({ id }) => runs(actor, id)).map(async (programme) => (await (asked.get(programme.id) ?? callsIn(programme.id))).map((call) => ({ ...call, programme }))),
  );
  return calls.flat();
}

/** A call was made, or they heard another way. */
export const callForm = form({
  act: noteCallMade,
  read: (fields) => ({ programme: fields.text('programme'), notice: fields.text('notice') }),
  then: () => ({ to: '/today', say: 'desk.calls.thanks' }),
  refusals: {},
});

/** The list of calls, each with the number as it is dialled and what to be careful about. */
export function Calls({ calls, seen, t }: { calls: readonly CallOnDesk[]; seen: Parameters<typeof Form>[0]['seen']; t: Speak }) {
  if (calls.length === 0) return null;
  return (
    <Stack as="section">
      <h2>{t('desk.calls')}</h2>
      <p>{t('desk.calls.words')}</p>
      <ul role="list" class="stack close">
        {calls.map((call) => {
          const name = call.name ?? t('desk.someone');
          return (
            <li key={call.id}>
              <Row between>
                <span>
                  <Link to={address('/programmes/:programme/people/:id', { programme: call.programme.slug, id: call.person })}>{name}</Link>{' '}
                  {call.phones.map(({ value }) => <Link key={value} to={`tel:${value}`}>{phoneInWords(value)}</Link>)}
                  {call.phones.length === 0 && <span class="small">{t('desk.calls.no-number')}</span>}
                  {call.proposal !== undefined && <><br /><Link to={address('/introductions/:id/by-phone', { id: call.proposal })}>{t('matching.spoken.link')}</Link></>}
                  {call.phones.some(({ careful }) => careful !== '') && <><br /><span class="small">{call.phones.map(({ careful }) => careful).join(' ')}</span></>}
                </span>
                <Form seen={seen} name="called" what={call.id} quiet>
                  <input type="hidden" name="programme" value={call.programme.id} />
                  <input type="hidden" name="notice" value={call.id} />
                  <Quiet label={t('desk.calls.done-named', { name })}>{t('desk.calls.done')}</Quiet>
                </Form>
              </Row>
            </li>
          );
        })}
      </ul>
    </Stack>
  );
}
