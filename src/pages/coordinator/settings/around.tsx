import type { ComponentChildren } from 'preact';
import { say } from '../../../content/index.ts';
import type { BareKey, Speak } from '../../../messages/index.ts';
import type { Programme } from '../../../rooms/programmes/index.ts';
import { Link } from '../../../ui/index.ts';
import { address } from '../../../web/page.ts';

/** The settings pages by what they are about, in the order of a first walk through them. Each group leads to its first place. */
const groups = [
  { label: 'programmes.place.opening', places: [['/programmes/:programme/settings', 'programmes.place.opening']] },
  {
    label: 'programmes.places.answering',
    places: [['/programmes/:programme/settings/team', 'programmes.place.team'], ['/programmes/:programme/settings/hours', 'programmes.place.hours'], ['/programmes/:programme/settings/promises', 'programmes.place.promises']],
  },
  {
    label: 'programmes.places.asking',
    places: [['/programmes/:programme/settings/questions', 'programmes.place.questions'], ['/programmes/:programme/settings/matching', 'programmes.place.matching'], ['/programmes/:programme/settings/offers', 'programmes.place.offers']],
  },
  { label: 'programmes.place.words', places: [['/programmes/:programme/settings/words', 'programmes.places.names'], ['/programmes/:programme/settings/texts', 'programmes.place.texts']] },
  { label: 'programmes.places.safety', places: [['/programmes/:programme/settings/help-lines', 'help.place'], ['/programmes/:programme/settings/keeping', 'retention.place']] },
] as const satisfies readonly { readonly label: BareKey; readonly places: readonly (readonly [string, BareKey])[] }[];

type SettingsPlace = (typeof groups)[number]['places'][number][0];

/** What stands around every settings page: whose settings these are, the ways to the others, and the heading. */
export function Settings({ programme, here, heading, words, t, children }: {
  programme: Programme;
  here: SettingsPlace;
  heading: string;
  words?: string;
  t: Speak;
  children: ComponentChildren;
}) {
  const to = (place: SettingsPlace) => address(place, { programme: programme.slug });
  const around = groups.find(({ places }) => places.some(([place]) => place === here));
  return (
    <>
      <p class="small">{say(programme.name, t.lang)}</p>
      <h1>{heading}</h1>
      <nav class="stack tight" aria-label={t('programmes.settings')}>
        <div class="row">{groups.map((group) => <Place key={group.label} to={to(group.places[0][0])} here={group === around}>{t(group.label)}</Place>)}</div>
        {around !== undefined && around.places.length > 1 && (
          <div class="row">{around.places.map(([place, label]) => (place === here ? <strong key={place} aria-current="page">{t(label)}</strong> : <Link key={place} to={to(place)}>{t(label)}</Link>))}</div>
        )}
      </nav>
      {words !== undefined && <p>{words}</p>}
      {children}
    </>
  );
}

/** One of several places side by side; the one where the reader is keeps its size, so that nothing moves from page to page. */
export function Place({ to, here, children }: { to: string; here: boolean; children: ComponentChildren }) {
  return <Link to={to} class="quiet" current={here}>{children}</Link>;
}

/** The hidden field that says which programme a form is about. */
export function About({ programme }: { programme: Programme }) {
  return <input type="hidden" name="programme" value={programme.id} />;
}
