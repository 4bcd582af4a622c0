import type { ComponentChildren } from 'preact';
import { say } from '../../../content/index.ts';
import type { BareKey, Speak } from '../../../messages/index.ts';
import type { Programme } from '../../../rooms/programmes/index.ts';
import { Link } from '../../../ui/index.ts';
import { address } from '../../../web/page.ts';

/** The settings pages, in the order of a first walk through them. */
const places = [
  ['/programmes/:programme/settings', 'programmes.place.opening'],
  ['/programmes/:programme/settings/team', 'programmes.place.team'],
  ['/programmes/:programme/settings/hours', 'programmes.place.hours'],
  ['/programmes/:programme/settings/promises', 'programmes.place.promises'],
  ['/programmes/:programme/settings/words', 'programmes.place.words'],
  ['/programmes/:programme/settings/questions', 'programmes.place.questions'],
  ['/programmes/:programme/settings/matching', 'programmes.place.matching'],
  ['/programmes/:programme/settings/help-lines', 'help.place'],
  ['/programmes/:programme/settings/offers', 'programmes.place.offers'],
  ['/programmes/:programme/settings/texts', 'programmes.place.texts'],
  ['/programmes/:programme/settings/keeping', 'retention.place'],
] as const satisfies readonly (readonly [string, BareKey])[];

/** What stands around every settings page: whose settings these are, the ways to the others, and the heading. */
export function Settings({ programme, here, heading, words, t, children }: {
  programme: Programme;
  here: (typeof places)[number][0];
  heading: string;
  words?: string;
  t: Speak;
  children: ComponentChildren;
}) {
  return (
    <>
      <p class="small">{say(programme.name, t.lang)}</p>
      <h1>{heading}</h1>
      <nav class="row" aria-label={t('programmes.settings')}>
        {places.map(([place, label]) => <Place key={place} to={address(place, { programme: programme.slug })} here={place === here}>{t(label)}</Place>)}
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
