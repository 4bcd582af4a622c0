import { say } from '../../content/index.ts';
import { writeDownCaller } from '../../rooms/letters/index.ts';
import { programmeSettings } from '../../rooms/programmes/index.ts';
import { Button, Card, Choices, Field, Form, Link, Stack, Textarea, Tick, WeekGrid } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { capital } from '../capital.ts';
import { weekdayInWords } from '../sheet/calendar-words.ts';
import { partWords } from '../sheet/question-fields.tsx';
import { languageInWords } from './in-words.ts';

/** What stands between commas. */
const named = (words: string) => words.split(/[,;]/).map((one) => one.trim()).filter((one) => one !== '');
const isCode = (word: string) => /^[a-z]{2,3}$/.test(word);
const parts = ['morning', 'afternoon', 'evening', 'night'] as const;
const usual = ['en', 'fr', 'es', 'ar', 'zh', 'pa'] as const;

/** Someone phoned: one page for a person without e-mail, while they are on the line. */
export default page({
  address: '/programmes/:programme/written-down',
  may: 'staff',
  async load(visit) {
    const { programme } = await programmeSettings(visit, { slug: visit.params.programme });
    return { programme, side: visit.query.get('side') === 'supporter' ? 'supporter' : 'seeker' };
  },
  title: ({ t }) => t('desk.down'),
  chrome: 'staff',
  forms: {
    down: form({
      act: writeDownCaller,
      read: (fields) => ({
        programme: fields.text('programme'), side: fields.text('side'), name: fields.text('name'), phone: fields.text('phone'), careful: fields.text('careful'), lang: fields.text('lang'),
        speaks: [...fields.list('speaks'), ...named(fields.text('more')).filter(isCode)], speaksMore: named(fields.text('more')).filter((one) => !isCode(one)).join(', '),
        said: fields.text('said'), parts: fields.list('parts'), adult: fields.ticked('adult'), limitsTold: fields.ticked('limitsTold'), answered: fields.ticked('answered'), sameNumber: fields.ticked('sameNumber'),
      }),
      then: (value, visit) => {
        const place = { programme: visit.params.programme ?? '', id: value.id };
        return { to: value.kind === 'application' ? address('/programmes/:programme/applications/:id', place) : address('/programmes/:programme/requests/:id', place), say: 'desk.down.done' };
      },
      refusals: {
        'not-open': 'desk.refusal.not-open', 'phone-unreadable': 'desk.refusal.phone-unreadable', 'adults-only': 'desk.refusal.adults-only', 'number-waits': 'desk.refusal.number-waits',
        'already-waiting': 'desk.refusal.already-waiting',
      },
      refusedAt: { 'phone-unreadable': ['phone'], 'adults-only': ['adult'], 'number-waits': ['sameNumber'] },
    }),
  },
  body(seen) {
    const { t, lang, data: { programme, side } } = seen;
    return (
      <>
        <p class="small"><Link to="/today">{t('desk.today')}</Link> · {say(programme.name, lang)}</p>
        <h1>{t('desk.down')}</h1>
        <p>{t('desk.down.words')}</p>
        <Form seen={seen} name="down">
          <input type="hidden" name="programme" value={programme.id} />
          <Choices of="side" kind="one" label={t('desk.down.side')} value={side} choices={(['seeker', 'supporter'] as const).map((value) => ({ value, label: t(`desk.down.side.${value}`) }))} />
          <Field of="name" label={t('desk.down.name')} hint={t('desk.down.name-hint')} autocomplete="off" width={24} />
          <Field of="phone" label={t('desk.down.phone')} type="tel" autocomplete="off" width={24} />
          <Field of="careful" label={t('desk.down.careful')} hint={t('desk.down.careful-hint')} optional autocomplete="off" />
          <Choices of="lang" kind="one" label={t('desk.down.lang')} value={programme.lang} choices={(['en', 'fr'] as const).map((value) => ({ value, label: capital(t, languageInWords(t, value)) }))} />
          <Choices of="speaks" kind="several" label={t('desk.down.speaks')} optional choices={usual.map((value) => ({ value, label: capital(t, languageInWords(t, value)) }))} />
          <Field of="more" label={t('desk.down.speaks-other')} hint={t('desk.down.speaks-hint')} optional width={24} />
          <Textarea of="said" label={t('desk.down.said')} hint={t('desk.down.said-hint')} rows={6} optional />
          <WeekGrid of="parts" label={t('desk.down.hours')} days={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), word: weekdayInWords(t, day, 'long'), short: weekdayInWords(t, day, 'short') }))}
            parts={parts.map((value) => ({ value, word: t(partWords[value]), short: '' }))} />
          <Card tone="clay" gap="tight">
            <Stack gap="tight">
              <Tick of="adult" label={t('desk.down.adult')} />
              <Tick of="limitsTold" label={t('desk.down.limits')} />
              <Tick of="answered" label={t('desk.down.answered')} />
              <Tick of="sameNumber" label={t('desk.down.same')} />
            </Stack>
          </Card>
          <div><Button>{t('desk.down.go')}</Button></div>
        </Form>
      </>
    );
  },
});
