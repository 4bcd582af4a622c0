import { agreementVersions } from '../../rooms/agreements/index.ts';
import { Card, Empty, Folded, Link, Tag, Time } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';

/** What two people agreed to, and when: every version, the one in force first. */
export default page({
  address: '/relationships/:id/agreement/versions',
  may: 'signed-in',
  load: async (visit) => ({ versions: await agreementVersions(visit, { relationship: visit.params.id }) }),
  title: ({ t }) => t('agreements.versions'),
  chrome: 'member',
  body({ data: { versions }, t, zone, params }) {
    const lines = (version: (typeof versions)[number]) => (
      <ul>
        {version.lines.map((line) => <li key={line.id}><span class="small">{line.question}</span><br />{line.words} {line.fresh && <Tag>{t('agreements.fresh')}</Tag>}</li>)}
      </ul>
    );
    return (
      <>
        <h1>{t('agreements.versions')}</h1>
        <p>{t('agreements.versions-hint')}</p>
        {versions.length === 0 && <Empty heading="h2" title={t('agreements.no-version')} />}
        {versions.map((version, at) => (
          <Card key={version.number} as="section" gap="tight">
            <h2>{at === 0 ? t('agreements.version-now', { number: version.number }) : t('agreements.version-before', { number: version.number })}</h2>
            <p class="small">{t('agreements.agreed-on')} <Time at={version.madeAt} words={t.moment(version.madeAt, zone)} />{version.gone > 0 && ` · ${t('agreements.gone', { count: version.gone })}`}</p>
            {at === 0 ? lines(version) : <Folded summary={t('agreements.read-it')}>{lines(version)}</Folded>}
          </Card>
        ))}
        <p><Link to={address('/relationships/:id/agreement', { id: params.id })}>{t('agreements.back')}</Link></p>
      </>
    );
  },
});
