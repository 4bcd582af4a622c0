import { draftSheet, wishForCall } from '../../rooms/intake/index.ts';
import { Button, Card, Field, Form, Link, Small, Stack } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { elsewhere, page, type Seen } from '../../web/page.ts';
import { type Side, waysOf } from './ways.ts';

/** What an answer may open before the next question, and what it says (content/intake.yaml, leads). */
const leads = {
  'help-now': { heading: 'intake.crisis.help-heading', words: 'intake.crisis.help-words', help: true, call: true },
  'under-18': { heading: 'intake.first.young-heading', words: 'intake.first.young-words', help: true, call: false },
  'talk-first': { heading: 'intake.first.talk-heading', words: 'intake.first.talk-words', help: false, call: true },
  'call-me-soon': { heading: 'intake.first.call-heading', words: 'intake.first.call-words', help: false, call: true },
} as const;
type Lead = keyof typeof leads;

const isLead = (lead: string): lead is Lead => Object.hasOwn(leads, lead);

/** What comes first, before the next question: help right now, places for young people, the offer of a call. Going on is always one tap. */
export function firstPage(side: Side, at: '/p/:programme/ask/first/:lead' | '/p/:programme/apply/first/:lead') {
  return page({
    address: at,
    may: 'anyone',
    async load(visit) {
      const { programme, lead } = visit.params;
      if (!isLead(lead)) return elsewhere(waysOf(side, programme).start);
      if (lead === 'under-18') return { lead, sheet: undefined, number: undefined };
      const seen = await draftSheet(visit, { programme, side });
      if (!seen.begun) return elsewhere(waysOf(side, programme).start);
      const reach = seen.rows.find(({ question }) => question.id === 'reach-by')?.answer?.written.beside;
      return { lead, sheet: seen.sheet, number: reach?.['reach-phone'] ?? reach?.['reach-text'] };
    },
    title: ({ t }) => t(side === 'seeker' ? 'intake.ask.title' : 'intake.apply.title'),
    chrome: 'public',
    forms: {
      call: form({
        act: wishForCall,
        read: (fields) => ({ sheet: fields.text('sheet'), call: true, number: fields.text('number') }),
        then: (_, visit) => ({ to: onward(side, visit.params.programme ?? '', visit.query.get('next')), say: 'intake.first.call-noted' }),
        refusals: { 'already-sent': 'intake.refusal.already-sent', 'number-needed': 'intake.refusal.number-to-reach' },
        refusedAt: { 'number-needed': ['number'] },
      }),
    },
    body(seen) {
      const { t, data, params, query } = seen;
      const said = leads[data.lead];
      const next = onward(side, params.programme, query.get('next'));
      return (
        <>
          <h1>{t(said.heading)}</h1>
          <p>{t(said.words)}</p>
          {said.help && (
            <Card tone={data.lead === 'help-now' ? 'alarm' : 'moss'} gap="close">
              <p>{t(data.lead === 'help-now' ? 'intake.crisis.emergency' : 'intake.crisis.young-lines')}</p>
              <p><Button to="/help">{t('intake.crisis.help-button')}</Button></p>
            </Card>
          )}
          {said.call && data.sheet !== undefined && <Call seen={seen} sheet={data.sheet} number={data.number} />}
          {data.lead === 'under-18' ? <p><Link to={waysOf(side, params.programme).programme}>{t('intake.start.programme')}</Link></p> : (
            <Stack gap="close">
              <p><Link to={next}>{t('intake.first.go-on')}</Link></p>
              <Small>{t('intake.first.kept')}</Small>
            </Stack>
          )}
        </>
      );
    },
  });
}

function onward(side: Side, programme: string, next: string | undefined): string {
  const ways = waysOf(side, programme);
  return next === undefined ? ways.check : ways.question(next);
}

function Call({ seen, sheet, number }: { seen: Seen<'/p/:programme/ask/first/:lead' | '/p/:programme/apply/first/:lead', { readonly lead: Lead }>; sheet: string; number: string | undefined }) {
  const { t, data } = seen;
  return (
    <Card gap="tight">
      <h2>{t('intake.first.call-title')}</h2>
      <Form seen={seen} name="call">
        <input type="hidden" name="sheet" value={sheet} />
        <Field of="number" label={t('intake.first.number')} hint={t('intake.first.number-hint')} type="tel" autocomplete="tel" width={24} value={number} />
        <Button second={data.lead === 'help-now'}>{t('intake.first.call-me')}</Button>
      </Form>
    </Card>
  );
}
