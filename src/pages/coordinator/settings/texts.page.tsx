import { say } from '../../../content/index.ts';
import { type ContentKind, programmeContent, textsIn } from '../../../rooms/programmes/index.ts';
import { Card, Link, List } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { Place, Settings } from './around.tsx';

const here = '/programmes/:programme/settings/texts';
const kinds = ['page-text', 'agreement-topic', 'check-in', 'notice', 'notice-line', 'criterion', 'safety-text', 'safety-level'] as const satisfies readonly ContentKind[];

/** Every text of the programme by kind, to choose one to change. */
export default page({
  address: here,
  may: 'staff',
  load: (visit) => programmeContent(visit, { slug: visit.params.programme, kind: kinds.find((kind) => kind === visit.query.get('kind')) ?? 'page-text' }),
  title: ({ t }) => t('programmes.place.texts'),
  chrome: 'staff',
  body({ t, lang, data: { programme, kind: chosen, items } }) {
    return (
      <Settings programme={programme} here={here} t={t} heading={t('programmes.texts.heading')} words={t('programmes.texts.words')}>
        <nav class="row" aria-label={t('programmes.texts.kinds')}>
          {kinds.map((kind) => <Place key={kind} to={address(here, { programme: programme.slug }, { kind })} here={kind === chosen}>{t(`programmes.kind.${kind}`)}</Place>)}
        </nav>
        <List>
          {items.map(({ id, body }) => {
            const first = textsIn(body)[0]?.text;
            return (
              <Card key={id} as="li" gap="close">
                <Link to={address('/programmes/:programme/settings/texts/:kind/:id', { programme: programme.slug, kind: chosen, id })}>{first ? say(first, lang) : id}</Link>
              </Card>
            );
          })}
        </List>
      </Settings>
    );
  },
});
