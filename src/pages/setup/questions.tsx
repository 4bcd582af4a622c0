import { say } from '../../content/index.ts';
import type { VNode } from 'preact';
import type { Lang, Speak } from '../../messages/index.ts';
import type { setup, SetupStep } from '../../rooms/programmes/index.ts';
import { Card, Choices, Field, Folded, Select } from '../../ui/index.ts';
import { zoneChoices } from '../zone-in-words.ts';

/** What was answered so far, for somebody who has the code. */
type SetupOpen = Extract<Awaited<ReturnType<typeof setup>>, { open: true }>;

interface Asked {
  readonly state: SetupOpen;
  readonly t: Speak;
  readonly lang: Lang;
}

/** One of the six questions with its fields, filled with what was answered before. */
export function Question({ step, ...asked }: Asked & { step: SetupStep }) {
  const Fields = questions[step];
  return (
    <>
      <h1>{asked.t(`setup.${step}.heading`)}</h1>
      <p>{asked.t(`setup.${step}.words`)}</p>
      <Fields {...asked} />
    </>
  );
}

const questions: Record<SetupStep, (asked: Asked) => VNode> = {
  organisation: ({ state, t, lang }: Asked) => (
    <>
      <Field of="name" label={t('setup.organisation.name')} value={state.name} autocomplete="organization" />
      <Select of="country" label={t('setup.organisation.country')} hint={t('setup.organisation.country-hint')} value={state.country}
        options={state.countries.map(({ country, name }) => ({ value: country, label: say(name, lang) }))} />
    </>
  ),
  language: ({ state, t }: Asked) => (
    <>
      <Choices of="lang" label={t('setup.language.lang')} kind="one" value={state.draft.answered.includes('language') ? state.lang : t.lang}
        choices={[{ value: 'en', label: 'English' }, { value: 'fr', label: 'Français' }]} />
      <Select of="zone" label={t('setup.language.zone')} hint={t('setup.language.zone-hint')}
        value={state.draft.answered.includes('language') ? state.zone : (zoneOf[state.country] ?? 'UTC')} options={zoneChoices} />
    </>
  ),
  template: ({ state, t, lang }: Asked) => (
    <Choices of="template" label={t('setup.template.choose')} kind="one" value={state.draft.template}
      choices={state.templates.map(({ id, name, purpose }) => ({ value: id, label: say(name, lang), hint: say(purpose, lang) }))} />
  ),
  people: ({ state, t }: Asked) => (
    <>
      <Field of="name" label={t('setup.people.name')} value={state.coordinator.name} autocomplete="name" />
      <Field of="email" label={t('setup.people.email')} hint={t('setup.people.email-hint')} type="email" value={state.coordinator.email} autocomplete="email" />
      <Field of="backupName" label={t('setup.people.backup-name')} optional value={state.backup.name} autocomplete="off" />
      <Field of="backupEmail" label={t('setup.people.backup-email')} hint={t('setup.people.backup-hint')} type="email" optional value={state.backup.email} autocomplete="off" />
    </>
  ),
  mail: ({ state, t }: Asked) => (
    <>
      <Field of="senderName" label={t('setup.mail.sender')} hint={t('setup.mail.sender-hint')} value={state.senderName} autocomplete="off" />
      {state.mail ? <Card tone="moss"><p>{t('setup.mail.ready')}</p></Card> : (
        <Card tone="clay">
          <p>{t('setup.mail.not-ready')}</p>
          <p>{t('setup.mail.until')}</p>
          <p><code>npx companionway person --email {state.coordinator.email || 'name@example.org'}</code></p>
        </Card>
      )}
      {!state.mail && (
        <Folded summary={t('setup.mail.how')}>
          <p>{t('setup.mail.how-words')}</p>
          <p><code>SMTP_URL=smtps://name:password@mail.example.org</code><br /><code>MAIL_FROM=hello@example.org</code></p>
        </Folded>
      )}
    </>
  ),
  data: ({ state, t }: Asked) => (
    <Card gap="tight">
      <h2>{t('setup.data.place')}</h2>
      <p>{t(state.data.own ? 'setup.data.own' : 'setup.data.server')}</p>
      <p><code>{state.data.place}</code></p>
      <p>{t('setup.data.backup')}</p>
    </Card>
  ),
};

/** The zone a country's people most often live in: a first guess, to be changed on the page. */
const zoneOf: Readonly<Record<string, string>> = {
  CA: 'America/Toronto', US: 'America/New_York', GB: 'Europe/London', IE: 'Europe/Dublin', FR: 'Europe/Paris', BE: 'Europe/Brussels', CH: 'Europe/Zurich', LU: 'Europe/Luxembourg',
  AU: 'Australia/Sydney', NZ: 'Pacific/Auckland',
};
