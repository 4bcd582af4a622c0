import { apartFromPerson, blockPerson, endBlock, endKeptApart, keepApart } from '../../rooms/safety/index.ts';
import { Button, Card, Form, Quiet, Row, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';

const here = '/people/:id/apart';
const back = (say: 'safety.apart.said.blocked' | 'safety.apart.said.ended' | 'safety.apart.said.kept') => (_: unknown, { params }: Visit) => ({ to: address(here, { id: params.id ?? '' }), say });

/** Keeping two people apart (I5): a member blocks somebody they know, staff keep two people from being brought together. The other is never told. */
export default page({
  address: here,
  may: 'signed-in',
  async load(visit) {
    const other = visit.query.get('other');
    const seen = await apartFromPerson(visit, { person: visit.params.id });
    // Staff come here with the second person in the address: from a list of theirs.
    const second = seen.staff.length > 0 && other !== undefined && other !== seen.person ? await apartFromPerson(visit, { person: other }) : undefined;
    // A programme that both have to do with: those of one alone are not to be kept from people elsewhere.
    const staff = second === undefined ? seen.staff : seen.staff.filter((programme) => second.staff.includes(programme));
    return { ...seen, staff, second: second && { person: second.person, name: second.name } };
  },
  title: ({ t }) => t('safety.apart.title'),
  chrome: 'member',
  forms: {
    block: form({
      act: blockPerson, read: (_, { params }) => ({ person: params.id }), then: back('safety.apart.said.blocked'),
      refusals: { yourself: 'safety.apart.refusal.yourself', 'already-apart': 'safety.apart.refusal.already' },
    }),
    unblock: form({ act: endBlock, read: (_, { params }) => ({ person: params.id }), then: back('safety.apart.said.ended'), refusals: {} }),
    keep: form({
      act: keepApart, read: (fields, { params }) => ({ programme: fields.text('programme'), one: params.id, other: fields.text('other') }), then: back('safety.apart.said.kept'),
      refusals: { yourself: 'safety.apart.refusal.yourself', 'already-apart': 'safety.apart.refusal.already' },
    }),
    end: form({ act: endKeptApart, read: (fields, { params }) => ({ programme: fields.text('programme'), one: params.id, other: fields.text('other') }), then: back('safety.apart.said.ended'), refusals: {} }),
  },
  body(seen) {
    const { data: { name: known, blocked, mayBlock, kept, staff, second }, t, zone } = seen;
    const name = known ?? t('safety.somebody');
    const programme = staff[0];
    const hidden = (other: string) => <><input type="hidden" name="programme" value={programme} /><input type="hidden" name="other" value={other} /></>;
    return (
      <>
        <h1>{programme === undefined ? t('safety.apart.heading', { name }) : name}</h1>
        {mayBlock && !blocked && (
          <Card gap="tight">
            <p>{t('safety.apart.block-words', { name })}</p>
            <Form seen={seen} name="block"><Button>{t('safety.apart.block')}</Button></Form>
            <Small>{t('safety.apart.rest-instead')}</Small>
          </Card>
        )}
        {blocked && (
          <Card tone="clay" gap="tight">
            <p>{t('safety.apart.blocked', { name })}</p>
            <Form seen={seen} name="unblock"><Button second>{t('safety.apart.end-block')}</Button></Form>
          </Card>
        )}
        {programme !== undefined && (
          <>
            <h2>{t('safety.apart.kept-heading')}</h2>
            {kept.length === 0 && <p>{t('safety.apart.kept-none')}</p>}
            {kept.map((one) => (
              <Row between key={one.other}>
                <span>{one.name ?? t('safety.somebody')} <span class="small">{t('safety.apart.kept-since', { day: t.date(one.since, zone, 'full') })}</span></span>
                <Form seen={seen} name="end" what={one.other} quiet>{hidden(one.other)}<Quiet label={t('safety.apart.end-kept-named', { name: one.name ?? t('safety.somebody') })}>{t('safety.apart.end-kept')}</Quiet></Form>
              </Row>
            ))}
            {second !== undefined && !kept.some(({ other }) => other === second.person) && (
              <Card gap="tight">
                <p><strong>{t.list([name, second.name ?? t('safety.somebody')])}</strong></p>
                <Form seen={seen} name="keep">{hidden(second.person)}<Button>{t('safety.apart.keep')}</Button></Form>
              </Card>
            )}
            <Small>{t('safety.apart.blocks-not-here')}</Small>
          </>
        )}
      </>
    );
  },
});
