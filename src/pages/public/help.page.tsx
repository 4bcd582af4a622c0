import { say, starter } from '../../content/index.ts';
import { type HelpLine, helpNow } from '../../rooms/safety/index.ts';
import { Card, Folded, Link, List, Row, Small } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { hoursInWords } from '../hours-in-words.ts';
import { countryInWords, Line, Ways } from '../safety/lines.tsx';

/** Help right now: numbers first, for everybody, and without a connection once it was opened. Only lines somebody called. */
export default page({
  address: '/help',
  may: 'anyone',
  load(visit) {
    const country = /^[A-Z]{2}$/.exec(visit.query.get('country') ?? '')?.[0];
    return helpNow(visit, country === undefined ? {} : { country });
  },
  title: ({ t }) => say(starter().safety.helpNow.title, t.lang),
  chrome: 'public',
  scripts: ['offline'],
  body({ data: { country, countries, lines, cover }, t, lang }) {
    const words = starter().safety.helpNow;
    const [emergency, others] = [lines.find(({ kind }) => kind === 'emergency'), lines.filter(({ kind }) => kind !== 'emergency')];
    const here = (kinds: readonly { readonly id: string }[]) => lines.filter((line) => kinds.some(({ id }) => id === line.kind));
    const there = cover.map(({ programme, week }) => ({ programme: say(programme, lang), hours: hoursInWords(t, week) })).filter(({ hours }) => hours !== '');
    return (
      <>
        <h1>{say(words.title, lang)}</h1>
        <Card tone="alarm" gap="tight">
          <p><strong>{say(words.first, lang)}</strong></p>
          {emergency !== undefined && <Ways line={emergency} t={t} first />}
        </Card>
        {others.length > 0 && <h2>{t('help.crisis.talk')}</h2>}
        {others.length > 0 ? <List>{others.map((line) => <Line key={line.id} line={line} t={t} />)}</List> : <p>{say(words.emptyService, lang)}</p>}
        <p>{say(words.youCan, lang)}</p>
        <Small>{t('help.numbers-for', { country: countryInWords(t, country) })}</Small>
        {countries.length > 1 && (
          <Row>{countries.filter((one) => one !== country).map((one) => <Link key={one} to={address('/help', {}, { country: one })} class="quiet">{t('help.i-am-in', { country: countryInWords(t, one) })}</Link>)}</Row>
        )}
        <h2>{t('help.crisis.cannot-call')}</h2>
        <ul>
          <li>{t('help.crisis.ask-near')}</li>
          <li>{t('help.crisis.text-instead')}</li>
          <li>{t('help.crisis.one-word')}</li>
        </ul>
        <Folded summary={say(words.whileYouWait.title, lang)}><ul>{words.whileYouWait.steps.map((step) => <li key={step.id}>{say(step.text, lang)}</li>)}</ul></Folded>
        <h2>{t('help.crisis.which')}</h2>
        {words.blocks.toSorted((a, b) => a.order - b.order).map((block) => (
          <Folded key={block.id} summary={say(block.title, lang)}>
            <p>{say(block.text, lang)}</p>
            {here(block.services).map((line: HelpLine) => <div key={line.id} class="stack tight"><strong>{say(line.name, lang)}</strong><Ways line={line} t={t} /></div>)}
            {here(block.services).length === 0 && <Small>{say(words.emptyService, lang)}</Small>}
          </Folded>
        ))}
        <Card tone="moss" gap="close">
          <p>{t('help.crisis.not-emergency')}</p>
          {there.length > 0 && <ul>{there.map(({ programme, hours }) => <li key={programme}>{t('help.cover', { programme, hours })}</li>)}</ul>}
          {there.length === 0 && <p>{t('help.no-cover')}</p>}
          <p>{say(words.usAgain, lang)} <Link to="/concerns/new">{t('help.worried')}</Link></p>
        </Card>
        <Small>{t('help.offline')} {say(words.leave, lang)}</Small>
      </>
    );
  },
});
