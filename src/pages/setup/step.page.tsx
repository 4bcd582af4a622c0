import {
  chooseLanguage, chooseTemplate, nameCoordinators, nameOrganisation, nameSender, setUpOrganisation, setup, type SetupStep, setupSteps,
} from '../../rooms/programmes/index.ts';
import { Button, Form, Link, Row, Small } from '../../ui/index.ts';
import { address, elsewhere, page } from '../../web/page.ts';
import { type FormDefinition, form } from '../../web/form.ts';
import type { Visit } from '../../web/visit.ts';
import { Question } from './questions.tsx';

const stepAfter = (step: SetupStep) => setupSteps[setupSteps.indexOf(step) + 1] ?? 'data';
const code = (visit: Visit) => visit.kept('setup') ?? '';
/** After each answer: the next question, with the code kept for another quarter of an hour. */
const onward = (step: SetupStep) => (_: unknown, visit: Visit) => ({ to: address('/setup/:step', { step: stepAfter(step) }), keep: { setup: code(visit) } });
const refusals = { 'wrong-code': 'setup.refusal.wrong-code' } as const;

/** The six questions of setting up, one a page. Every answer is kept at once. */
export default page({
  address: '/setup/:step',
  may: 'anyone',
  async load(visit) {
    const state = await setup(visit, { code: visit.kept('setup'), step: visit.params.step as SetupStep });
    return state.open ? state : elsewhere('/setup');
  },
  title: ({ t }) => t('setup.title'),
  chrome: 'public',
  forms: {
    organisation: form({ act: nameOrganisation, read: (fields, visit) => ({ code: code(visit), name: fields.text('name'), country: fields.text('country') }), then: onward('organisation'), refusals }),
    language: form({ act: chooseLanguage, read: (fields, visit) => ({ code: code(visit), lang: fields.text('lang'), zone: fields.text('zone') }), then: onward('language'), refusals }),
    template: form({ act: chooseTemplate, read: (fields, visit) => ({ code: code(visit), template: fields.text('template') }), then: onward('template'), refusals }),
    people: form({
      act: nameCoordinators,
      read: (fields, visit) => ({ code: code(visit), name: fields.text('name'), email: fields.text('email'), backupName: fields.text('backupName'), backupEmail: fields.text('backupEmail').trim() }),
      then: onward('people'), refusals,
    }),
    mail: form({ act: nameSender, read: (fields, visit) => ({ code: code(visit), senderName: fields.text('senderName') }), then: onward('mail'), refusals }),
    data: form({
      act: setUpOrganisation,
      read: (_, visit) => ({ code: code(visit) }),
      then: ({ slug, token, keepSeconds }) => ({
        to: address('/programmes/:programme/settings', { programme: slug }), say: 'setup.done', keep: { setup: '' },
        session: { token, ...(keepSeconds !== undefined && { keepSeconds }) },
      }),
      refusals: { ...refusals, 'not-answered': 'setup.refusal.not-answered' },
    }),
  } satisfies Record<SetupStep, FormDefinition>,
  body: (seen) => {
    const { t, data: state } = seen;
    const { step } = state;
    const place = setupSteps.indexOf(step);
    const before = setupSteps[place - 1];
    return (
      <>
        <p class="small">{t('setup.progress', { place: place + 1, count: setupSteps.length })}</p>
        <Form seen={seen} name={step}>
          <Question step={step} state={state} t={t} lang={seen.lang} />
          <Row>
            <Button>{t(step === 'data' ? 'setup.finish' : 'setup.next')}</Button>
            {before !== undefined && <Link to={address('/setup/:step', { step: before })}>{t('setup.back')}</Link>}
          </Row>
        </Form>
        <Small>{t('setup.kept')}</Small>
      </>
    );
  },
});
