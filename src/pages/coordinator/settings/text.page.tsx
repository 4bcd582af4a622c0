import { placeholdersIn, say } from '../../../content/index.ts';
import { changeContent, type ContentKind, contentToEdit, restoreContent, textsIn } from '../../../rooms/programmes/index.ts';
import { Button, Card, Form, Link } from '../../../ui/index.ts';
import type { Fields } from '../../../web/fields.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import type { Visit } from '../../../web/visit.ts';
import { About, Settings } from './around.tsx';
import { OwnText } from './own-text.tsx';
import { Versions } from './versions.tsx';

const here = '/programmes/:programme/settings/texts/:kind/:id';
const place = (visit: Visit) => ({ programme: visit.params.programme ?? '', kind: visit.params.kind ?? '', id: visit.params.id ?? '' });
const back = (_: unknown, visit: Visit) => ({ to: address(here, place(visit)), say: 'programmes.saved' as const });

/** One piece of content in the programme's own words: every text in it, in both languages. */
export default page({
  address: here,
  may: 'staff',
  load: (visit) => contentToEdit(visit, { slug: visit.params.programme, kind: visit.params.kind as ContentKind, id: visit.params.id }),
  title: ({ t }) => t('programmes.place.texts'),
  chrome: 'staff',
  forms: {
    change: form({
      act: changeContent,
      read: (fields, visit) => ({ ...place(visit), programme: fields.text('programme'), version: fields.text('version'), words: wordsFrom(fields) }),
      then: back,
      refusals: { 'changed-meanwhile': 'programmes.refusal.changed-meanwhile', 'unknown-placeholder': 'programmes.refusal.unknown-placeholder' },
    }),
    restore: form({ act: restoreContent, read: (fields, visit) => ({ ...place(visit), programme: fields.text('programme'), version: fields.text('version') }), then: back, refusals: {} }),
  },
  body(seen) {
    const { t, lang, data: { programme, kind, item, versions } } = seen;
    const texts = textsIn(item.body);
    const first = texts[0]?.text;
    const braces = [...new Set(texts.flatMap(({ text }) => placeholdersIn(text[lang])))].map((name) => `{${name}}`);
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/texts" t={t} heading={first ? say(first, lang) : item.id}>
        {braces.length > 0 && <Card><p>{t('programmes.texts.braces', { names: t.list(braces) })}</p></Card>}
        <Form seen={seen} name="change">
          <About programme={programme} />
          <input type="hidden" name="version" value={item.version} />
          {texts.map(({ path, text }, at) => (
            <OwnText key={path} of={`words.${path}`} label={t('programmes.texts.text', { number: at + 1 })} value={text} t={t} rows={Math.min(12, 2 + Math.floor(text.fr.length / 60))} />
          ))}
          <div><Button>{t('programmes.save')}</Button></div>
        </Form>
        <Versions seen={seen} programme={programme} versions={versions} />
        <p><Link to={address('/programmes/:programme/settings/texts', { programme: programme.slug }, { kind })}>{t('programmes.texts.all')}</Link></p>
      </Settings>
    );
  },
});

/** Every text on the page by its path. */
function wordsFrom(fields: Fields) {
  const paths = new Set(Object.keys(fields.under('words.')).map((name) => name.replace(/\.(en|fr)$/, '')));
  return Object.fromEntries([...paths].map((path) => [path, { en: fields.text(`words.${path}.en`), fr: fields.text(`words.${path}.fr`) }]));
}
