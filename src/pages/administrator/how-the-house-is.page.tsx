import { findingInWords, howTheHouseIs, type PartFound, type PartState } from '../../doctor/index.ts';
import type { BareKey, Speak } from '../../messages/index.ts';
import { Card, Link, Row, Small, Stack, Tag } from '../../ui/index.ts';
import { page } from '../../web/page.ts';
import { partsInWords } from './in-words.ts';

const states: Readonly<Record<PartState, BareKey>> = { fine: 'house.state.fine', look: 'house.state.look', wrong: 'house.state.wrong', stopped: 'house.state.stopped' };

/** How the house is, for those who administer it: what `companionway doctor` looks at, as far as a running site can tell by itself, and what to do. */
export default page({
  address: '/how-the-house-is',
  may: 'staff',
  load: async (visit) => ({ parts: await howTheHouseIs(visit, {}) }),
  title: ({ t }) => t('house.title'),
  chrome: 'staff',
  body({ t, data: { parts } }) {
    const wanting = parts.filter(({ state }) => state !== 'fine').map(({ part }) => part);
    return (
      <Stack gap="roomy">
        <Stack gap="tight">
          <h1>{t('house.title')}</h1>
          <p>{wanting.length === 0 ? t('house.fine') : t('house.look', { parts: partsInWords(t, wanting) })}</p>
        </Stack>
        {parts.map((one) => <Part key={one.part} found={one} t={t} />)}
        <Small>{t('house.doctor')}</Small>
        <Small><Link to="/programme">{t('programmes.own.heading')}</Link></Small>
      </Stack>
    );
  },
});

function Part({ found: { part, state, findings }, t }: { found: PartFound; t: Speak }) {
  return (
    <Card as="section" gap="tight" aria-labelledby={part}>
      <Row between><h2 id={part} class="h3">{t(`house.head.${part}`)}</h2><Tag>{t(states[state])}</Tag></Row>
      <ul class="stack close" role="list">
        {findings.map((one) => <li key={`${one.what} ${Object.values(one.about).join(' ')}`}>{one.state !== 'fine' && <strong>{t('house.of-state', { state: t(states[one.state]) })} </strong>}{findingInWords(t, one)}</li>)}
      </ul>
    </Card>
  );
}
