import { say } from '../../content/index.ts';
import { type ConductMissing, conductMissing, recordConduct } from '../../rooms/safety/index.ts';
import { Card, Empty, Folded, Form, Link, List, Quiet, Row } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { readerOf } from '../coordinator/in-words.ts';

const here = '/programmes/:programme/conduct';
/** So many stand open on the page; the others are folded below them. */
const OPEN = 25;

/** Who has not said yes to the code of conduct as it stands: staff go through it with them, on the telephone where there is no other way. */
export default page({
  address: here,
  may: 'staff',
  load: (visit) => conductMissing(visit, { programme: visit.params.programme }),
  title: ({ t }) => t('safety.conduct.title'),
  chrome: 'staff',
  forms: {
    yes: form({
      act: recordConduct, read: (fields) => ({ programme: fields.text('programme'), person: fields.text('person'), version: fields.text('version') }),
      then: (_, { params }) => ({ to: address(here, { programme: params.programme ?? '' }), say: 'safety.conduct.recorded' }),
      refusals: { yourself: 'safety.conduct.not-yourself', changed: 'safety.conduct.changed' },
    }),
  },
  body(seen) {
    const { t, lang, data: { programme, people } } = seen;
    const byName = people.toSorted((one, other) => (one.name ?? '').localeCompare(other.name ?? '', lang));
    return (
      <>
        <p class="small">{say(programme.name, lang)}</p>
        <h1>{t('safety.conduct.missing-title')}</h1>
        <p>{t('safety.conduct.missing-words')} <Link to={address('/code-of-conduct', {}, { programme: programme.slug })}>{t('safety.conduct.read')}</Link></p>
        {people.length === 0 ? <Empty heading="h2" title={t('safety.conduct.missing-none')}><p>{t('safety.conduct.missing-none-words')}</p></Empty> : (
          <>
            <Asked seen={seen} people={byName.slice(0, OPEN)} />
            {byName.length > OPEN && <Folded summary={t('safety.conduct.missing-more', { count: byName.length - OPEN })}><Asked seen={seen} people={byName.slice(OPEN)} /></Folded>}
          </>
        )}
        <p><Link to={address('/programmes/:programme/breaches', { programme: programme.slug })}>{t('breaches.title')}</Link></p>
      </>
    );
  },
});

/** A few of them by name. Nobody says yes for themselves here: whoever reads their own name is led to the code. */
function Asked({ seen, people }: { seen: Seen<typeof here, { readonly programme: { readonly id: string; readonly slug: string }; readonly version: string }>; people: readonly ConductMissing[] }) {
  const { t, actor, data: { programme, version } } = seen;
  return (
    <List>
      {people.map((one) => {
        const name = one.name ?? t('safety.somebody-begins');
        return (
          <Card as="li" key={one.person} gap="close">
            <Row between>
              <span><strong>{name}</strong> <span class="hint">{t(one.yes === 'older' ? 'safety.conduct.yes-older' : 'safety.conduct.yes-none')}</span></span>
              {one.person === readerOf(actor) ? <Quiet to={address('/code-of-conduct', {}, { programme: programme.slug })}>{t('safety.conduct.read')}</Quiet> : (
                <Form seen={seen} name="yes" what={one.person} quiet>
                  <input type="hidden" name="programme" value={programme.id} />
                  <input type="hidden" name="person" value={one.person} />
                  <input type="hidden" name="version" value={version} />
                  <Quiet label={t('safety.conduct.record-named', { name })}>{t('safety.conduct.record')}</Quiet>
                </Form>
              )}
            </Row>
          </Card>
        );
      })}
    </List>
  );
}
