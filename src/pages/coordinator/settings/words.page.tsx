import { accents, changeWords, programmeSettings } from '../../../rooms/programmes/index.ts';
import { Button, Choices, Form } from '../../../ui/index.ts';
import type { Fields } from '../../../web/fields.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import { About, Settings } from './around.tsx';
import { OwnText, textFrom } from './own-text.tsx';

const word = (fields: Fields, of: string) => ({ one: textFrom(fields, `${of}.one`), many: textFrom(fields, `${of}.many`) });

/** The programme's name, its own words for the people in it, and its colour. */
export default page({
  address: '/programmes/:programme/settings/words',
  may: 'staff',
  load: (visit) => programmeSettings(visit, { slug: visit.params.programme }),
  title: ({ t }) => t('programmes.place.words'),
  chrome: 'staff',
  forms: {
    words: form({
      act: changeWords,
      read: (fields) => ({
        programme: fields.text('programme'), name: textFrom(fields, 'name'), seeker: word(fields, 'seeker'), supporter: word(fields, 'supporter'), group: word(fields, 'group'), accent: fields.text('accent'),
      }),
      then: (_, visit) => ({ to: address('/programmes/:programme/settings/words', { programme: visit.params.programme ?? '' }), say: 'programmes.saved' }),
      refusals: {},
    }),
  },
  body(seen) {
    const { t, data: { programme } } = seen;
    const sides = ['seeker', 'supporter', 'group'] as const;
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/words" t={t} heading={t('programmes.words.heading')} words={t('programmes.words.words')}>
        <Form seen={seen} name="words">
          <About programme={programme} />
          <OwnText of="name" label={t('programmes.words.name')} value={programme.name} t={t} />
          {sides.map((side) => (
            <div class="stack" key={side}>
              <OwnText of={`${side}.one`} label={t(`programmes.words.${side}-one`)} value={programme.words[side].one} t={t} />
              <OwnText of={`${side}.many`} label={t(`programmes.words.${side}-many`)} value={programme.words[side].many} t={t} />
            </div>
          ))}
          <Choices of="accent" kind="one" label={t('programmes.words.accent')} value={programme.settings.accent} choices={accents.map((accent) => ({ value: accent, label: t(`programmes.accent.${accent}`) }))} />
          <div><Button>{t('programmes.save')}</Button></div>
        </Form>
      </Settings>
    );
  },
});
