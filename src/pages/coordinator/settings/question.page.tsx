import { say, starter } from '../../../content/index.ts';
import { changeQuestion, type ContentKinds, contentToEdit, restoreContent } from '../../../rooms/programmes/index.ts';
import { Button, Choices, Form, Link, Select, Stack } from '../../../ui/index.ts';
import type { Fields } from '../../../web/fields.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import type { Visit } from '../../../web/visit.ts';
import { About, Settings } from './around.tsx';
import { givenText, OwnText, rowsFrom, textFrom } from './own-text.tsx';
import { Versions } from './versions.tsx';

const here = '/programmes/:programme/settings/questions/:question';
const back = (_: unknown, visit: Visit) => ({ to: address(here, { programme: visit.params.programme ?? '', question: visit.params.question ?? '' }), say: 'programmes.saved' as const });
/** Empty lines to write new answers on. */
const spare = 2;

/** One question: its words in both languages, why it is asked, who sees the answer, whether it may be skipped, and its answers. */
export default page({
  address: here,
  may: 'staff',
  async load(visit) {
    const found = await contentToEdit(visit, { slug: visit.params.programme, kind: 'question', id: visit.params.question });
    return { ...found, question: found.item.body as ContentKinds['question'] };
  },
  title: ({ t }) => t('programmes.place.questions'),
  chrome: 'staff',
  forms: {
    change: form({
      act: changeQuestion,
      read: (fields, visit) => ({
        programme: fields.text('programme'), id: visit.params.question, version: fields.text('version'), text: textFrom(fields, 'text'), why: textFrom(fields, 'why'),
        hint: givenText(fields, 'hint'), skipReason: givenText(fields, 'skipReason'), whoSees: fields.text('whoSees'), skippable: fields.text('skippable') !== 'no', options: answersFrom(fields),
      }),
      then: back,
      refusals: { 'changed-meanwhile': 'programmes.refusal.changed-meanwhile', 'no-options': 'programmes.refusal.no-options' },
    }),
    restore: form({
      act: restoreContent,
      read: (fields, visit) => ({ programme: fields.text('programme'), kind: 'question', id: visit.params.question, version: fields.text('version') }),
      then: back, refusals: {},
    }),
  },
  body(seen) {
    const { t, lang, data: { programme, question, item, versions } } = seen;
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/questions" t={t} heading={say(question.text, lang)}>
        <Form seen={seen} name="change">
          <About programme={programme} />
          <input type="hidden" name="version" value={item.version} />
          <OwnText of="text" label={t('programmes.question.text')} value={question.text} t={t} rows={2} />
          <OwnText of="hint" label={t('programmes.question.hint')} value={question.hint} t={t} rows={2} />
          <OwnText of="why" label={t('programmes.question.why')} value={question.why} t={t} rows={2} />
          <Select of="whoSees" label={t('programmes.question.who-sees')} value={question.whoSees.id} options={starter().intake.audiences.map(({ id, text }) => ({ value: id, label: say(text, lang) }))} />
          <Choices of="skippable" kind="one" label={t('programmes.question.skippable')} value={question.skippable ? 'yes' : 'no'}
            choices={[{ value: 'yes', label: t('programmes.questions.may-skip') }, { value: 'no', label: t('programmes.questions.may-not-skip') }]} />
          <OwnText of="skipReason" label={t('programmes.question.skip-reason')} value={question.skipReason} t={t} rows={2} />
          {question.options.length > 0 && (
            <Stack as="section">
              <h2>{t('programmes.question.answers')}</h2>
              <p class="small">{t('programmes.question.answers-hint')}</p>
              {[...question.options, ...Array<undefined>(spare).fill(undefined)].map((option, at) => (
                <div key={option?.id ?? `new-${at}`}>
                  <input type="hidden" name={`options.${at}.id`} value={option?.id ?? ''} />
                  <OwnText of={`options.${at}.text`} label={option === undefined ? t('programmes.question.new-answer') : t('programmes.question.answer', { number: at + 1 })} value={option?.text} t={t} />
                </div>
              ))}
            </Stack>
          )}
          <div><Button>{t('programmes.save')}</Button></div>
        </Form>
        <Versions seen={seen} programme={programme} versions={versions} />
        <p><Link to={address('/programmes/:programme/settings/questions', { programme: programme.slug })}>{t('programmes.questions.all')}</Link></p>
      </Settings>
    );
  },
});

/** The answers that have words; one whose words were emptied in both languages is taken out. */
function answersFrom(fields: Fields) {
  return rowsFrom(fields, 'options', ['id']).flatMap(({ id }, at) => {
    const text = givenText(fields, `options.${at}.text`);
    return text === undefined ? [] : [{ ...(id !== '' && { id }), text }];
  });
}
