import { programmeSettings } from '../../../rooms/programmes/index.ts';
import { keptHere, type KeptSeen } from '../../../rooms/retention/index.ts';
import type { Speak } from '../../../messages/index.ts';
import { Quiet, Small, Table } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { Settings } from './around.tsx';

/** What a programme keeps and for how long (I7), with how much goes tonight. Numbers alone. */
export default page({
  address: '/programmes/:programme/settings/keeping',
  may: 'staff',
  async load(visit) {
    const settings = await programmeSettings(visit, { slug: visit.params.programme });
    return { ...settings, kinds: await keptHere(visit, { programme: settings.programme.id }) };
  },
  title: ({ t }) => t('retention.place'),
  chrome: 'staff',
  body({ t, data: { programme, kinds } }) {
    return (
      <Settings programme={programme} here="/programmes/:programme/settings/keeping" t={t} heading={t('retention.heading')} words={t('retention.words')}>
        <Table
          caption={t('retention.caption')} captionHidden stacks
          heads={[t('retention.head.kind'), t('retention.head.days'), t('retention.head.tonight'), { words: t('retention.head.choose'), hidden: true }]}
          rows={kinds.map((one) => ({ id: one.kind, cells: [name(t, one), keptInWords(t, one), one.tonight, choose(t, one, programme.slug)] }))}
        />
        <Small>{t('retention.trail-words')}</Small>
      </Settings>
    );
  },
});

function name(t: Speak, { kind, scope }: KeptSeen) {
  return <>{t(`retention.kind.${kind === 'form-keys' ? 'trail' : kind}`)}{scope === 'house' && <Small>{t('retention.house')}</Small>}</>;
}

function keptInWords(t: Speak, { days, kind }: KeptSeen): string {
  return kind === 'trail' ? t('retention.never') : t('retention.days', { days });
}

function choose(t: Speak, { kind, mayChoose, least, most }: KeptSeen, programme: string) {
  if (mayChoose) return <Quiet to={address('/programmes/:programme/settings/keeping/:kind', { programme, kind })} label={t('retention.choose-of', { kind: t(`retention.kind.${kind === 'form-keys' ? 'trail' : kind}`) })}>{t('retention.choose')}</Quiet>;
  return least === most ? t('retention.fixed') : '';
}
