import { programmeSettings } from '../../../rooms/programmes/index.ts';
import { chooseKept, keptKinds, keptPreview } from '../../../rooms/retention/index.ts';
import { Absent } from '../../../platform/outcome.ts';
import { Button, Card, Field, Form, Link, Small, Table } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { form } from '../../../web/form.ts';
import { About, Settings } from './around.tsx';

const list = '/programmes/:programme/settings/keeping';

/** How long one kind is kept: look what would go, month by month, then choose. */
export default page({
  address: '/programmes/:programme/settings/keeping/:kind',
  may: 'staff',
  async load(visit) {
    const kind = keptKinds.find((one) => one === visit.params.kind);
    if (kind === undefined || kind === 'form-keys') throw new Absent();
    const settings = await programmeSettings(visit, { slug: visit.params.programme });
    const days = Number(visit.query.get('days'));
    return { ...settings, kind, preview: await keptPreview(visit, { programme: settings.programme.id, kind, ...(Number.isInteger(days) && days > 0 && { days }) }) };
  },
  title: ({ t }) => t('retention.place'),
  chrome: 'staff',
  forms: {
    keep: form({
      act: chooseKept,
      read: (fields, { params }) => ({ programme: fields.text('programme'), kind: params.kind, days: fields.text('days') }),
      then: (_, { params }) => ({ to: address(list, { programme: params.programme ?? '' }), say: 'retention.saved' }),
      refusals: { 'out-of-bounds': 'retention.refusal.out-of-bounds' },
    }),
  },
  body(seen) {
    const { t, data: { programme, kind, preview } } = seen;
    const { asked, days, least, most, usual, months, later } = preview;
    const rows = [...months.map(({ month, count }) => ({ id: month, cells: [t.date(new Date(`${month}-15T12:00:00Z`), 'UTC', 'month'), count] })), { id: 'later', cells: [t('retention.one.later'), later] }];
    return (
      <Settings programme={programme} here={list} t={t} heading={t('retention.one.title', { kind: t(`retention.kind.${kind}`) })} words={t('retention.one.now', { days })}>
        <form method="get" class="stack tight" action={address('/programmes/:programme/settings/keeping/:kind', { programme: programme.slug, kind })}>
          <Field of="days" type="number" label={t('retention.one.field')} hint={t('retention.one.hint', { least, most, usual })} value={String(asked)} width={12} />
          <div><Button second>{t('retention.one.look')}</Button></div>
        </form>
        <p>{t('retention.one.asked', { days: asked })}</p>
        <Table caption={t('retention.one.caption')} heads={[t('retention.one.month'), t('retention.one.count')]} rows={rows} />
        {asked !== days && (
          <Card tone="moss">
            <Form seen={seen} name="keep">
              <About programme={programme} />
              <input type="hidden" name="days" value={asked} />
              <p>{t('retention.one.gone')}</p>
              <div><Button>{t('retention.one.keep', { days: asked })}</Button></div>
            </Form>
          </Card>
        )}
        <Small><Link to={address(list, { programme: programme.slug })}>{t('retention.one.back')}</Link></Small>
      </Settings>
    );
  },
});
