import { say } from '../../content/index.ts';
import { appealBreach, myBreach } from '../../rooms/breaches/index.ts';
import { Button, Card, Form, Link, Small, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { AppealPiece, DecisionPiece } from './breach-pieces.tsx';

const here = '/me/conduct/:id';

/** What was decided about me under the code of conduct, why, and how to ask another person to look again. Nobody else here sees this page. */
export default page({
  address: here,
  may: 'signed-in',
  load: (visit) => myBreach(visit, { breach: visit.params.id }),
  title: ({ t }) => t('safety.conduct.title'),
  chrome: 'member',
  forms: {
    appeal: form({
      act: appealBreach, read: (fields, { params }) => ({ breach: params.id, words: fields.text('words') }),
      then: (_, { params }) => ({ to: address(here, { id: params.id ?? '' }), say: 'breaches.said.appealed' }),
      refusals: { 'already-appealed': 'breaches.refusal.already-appealed', 'too-late': 'breaches.refusal.too-late' },
    }),
  },
  body(seen) {
    const { t, lang, zone, now, data } = seen;
    return (
      <>
        <p class="small">{say(data.programme, lang)}</p>
        <h1>{t(data.decision === undefined ? 'breaches.mine.aside' : 'breaches.mine.title')}</h1>
        <p>{t('breaches.mine.line')} <Link to="/code-of-conduct">{t('safety.conduct.title')}</Link></p>
        <p><strong>{say(data.line, lang)}</strong></p>
        {data.aside && <p>{t('breaches.mine.aside-words')}</p>}
        {data.decision !== undefined && <DecisionPiece decision={data.decision} t={t} zone={zone} now={now} />}
        {data.appeal !== undefined && <AppealPiece appeal={data.appeal} t={t} zone={zone} now={now} />}
        {data.appealUntil !== undefined && (
          <Card gap="tight">
            <h2>{t('breaches.mine.appeal')}</h2>
            <p>{t('breaches.mine.appeal-words', { day: t.date(data.appealUntil, zone, 'full') })}</p>
            <Form seen={seen} name="appeal">
              <Textarea of="words" label={t('breaches.mine.why')} rows={4} />
              <div><Button>{t('breaches.mine.appeal-go')}</Button></div>
            </Form>
          </Card>
        )}
        <Small>{t('breaches.mine.nobody-else')}</Small>
      </>
    );
  },
});
