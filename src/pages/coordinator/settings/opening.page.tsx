import type { BareKey } from '../../../messages/index.ts';
import { closeProgramme, confirmTexts, isOpen, type Missing, openProgramme, programmeSettings } from '../../../rooms/programmes/index.ts';
import { Button, Card, Form, Link, Quiet, Row } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import { About, Settings } from './around.tsx';

/** What each missing thing is, and where to do it. */
const toDo: Record<Missing, { readonly title: BareKey; readonly words: BareKey; readonly place?: string; readonly confirm?: true }> = {
  owner: { title: 'programmes.missing.owner', words: 'programmes.missing.owner-words', place: '/programmes/:programme/settings/team' },
  backup: { title: 'programmes.missing.backup', words: 'programmes.missing.backup-words', place: '/programmes/:programme/settings/team' },
  'safety-lead': { title: 'programmes.missing.safety-lead', words: 'programmes.missing.safety-lead-words', place: '/programmes/:programme/settings/team' },
  hours: { title: 'programmes.missing.hours', words: 'programmes.missing.hours-words', place: '/programmes/:programme/settings/hours' },
  'help-lines': { title: 'programmes.missing.help-lines', words: 'programmes.missing.help-lines-words', place: '/programmes/:programme/settings/help-lines' },
  'duty-to-report': { title: 'programmes.missing.duty-to-report', words: 'programmes.missing.duty-to-report-words', confirm: true },
  'safety-texts': { title: 'programmes.missing.safety-texts', words: 'programmes.missing.safety-texts-words', confirm: true },
};
const everything = Object.keys(toDo) as Missing[];

/** The way to opening a programme: what is done, what is missing, and the button. */
export default page({
  address: '/programmes/:programme/settings',
  may: 'staff',
  load: (visit) => programmeSettings(visit, { slug: visit.params.programme }),
  title: ({ t }) => t('programmes.place.opening'),
  chrome: 'staff',
  forms: {
    open: form({
      act: openProgramme, read: (fields) => ({ programme: fields.text('programme') }),
      then: (_, visit) => ({ to: address('/programmes/:programme/settings', { programme: visit.params.programme ?? '' }), say: 'programmes.opened' }),
      refusals: { 'not-ready': 'programmes.refusal.not-ready' },
    }),
    close: form({
      act: closeProgramme, read: (fields) => ({ programme: fields.text('programme') }),
      then: (_, visit) => ({ to: address('/programmes/:programme/settings', { programme: visit.params.programme ?? '' }), say: 'programmes.closed' }),
      refusals: {},
    }),
    confirm: form({
      act: confirmTexts, read: (fields) => ({ programme: fields.text('programme'), which: fields.text('which') }),
      then: (_, visit) => ({ to: address('/programmes/:programme/settings', { programme: visit.params.programme ?? '' }) }),
      refusals: {},
    }),
  },
  body(seen) {
    const { t, data: { programme, missing } } = seen;
    const { slug } = programme;
    const open = isOpen(programme);
    const done = everything.filter((what) => !missing.includes(what));
    return (
      <Settings programme={programme} here="/programmes/:programme/settings" t={t} heading={t(open ? 'programmes.opening.open' : 'programmes.opening.heading')}
        words={t(open ? 'programmes.opening.open-words' : 'programmes.opening.words')}>
        {missing.map((what) => {
          const { title, words, place, confirm } = toDo[what];
          return (
            <Card key={what} gap="tight" as="section">
              <h2>{t(title)}</h2>
              <p>{t(words)}</p>
              {place !== undefined && <p><Link to={place.replace(':programme', encodeURIComponent(slug))}>{t('programmes.opening.go')}</Link></p>}
              {confirm && (
                <>
                  <p><Link to={`${address('/programmes/:programme/settings/texts', { programme: slug })}?kind=safety-text`}>{t('programmes.opening.read')}</Link></p>
                  <Form seen={seen} name="confirm" what={what} quiet>
                    <About programme={programme} />
                    <input type="hidden" name="which" value={what} />
                    <Quiet>{t('programmes.opening.confirm')}</Quiet>
                  </Form>
                </>
              )}
            </Card>
          );
        })}
        {done.length > 0 && (
          <>
            <h2>{t('programmes.opening.done')}</h2>
            <ul>{done.map((what) => <li key={what}>{t(toDo[what].title)}</li>)}</ul>
          </>
        )}
        <Row>
          <Form seen={seen} name={open ? 'close' : 'open'} quiet>
            <About programme={programme} />
            {open ? <Button second>{t('programmes.opening.close-now')}</Button> : <Button>{t('programmes.opening.open-now')}</Button>}
          </Form>
          <Link to={address('/p/:programme', { programme: slug })}>{t('programmes.opening.see')}</Link>
        </Row>
      </Settings>
    );
  },
});
