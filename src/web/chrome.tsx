import type { ComponentChildren } from 'preact';
import { langs } from '../messages/index.ts';
import { Link } from '../ui/link.tsx';
import { Mark } from '../ui/mark.tsx';
import { dock, staffWays, waysFor, waysHere } from './navigation.ts';
import type { Chrome } from './page.ts';
import type { Visit } from './visit.ts';

/** What stands around a page is made from this. */
export interface Around {
  readonly visit: Visit;
  readonly orgName: string;
  readonly chrome: Exclude<Chrome, 'own'>;
  /** Where "Leave" leads. */
  readonly leaveTo: string;
  /** Whether the site has a page at an address. */
  exists(address: string): boolean;
}

/** The band at the top of every page: who we are, help now, leave. Nothing else ever goes there. */
export function Band({ around: { visit: { t }, orgName, leaveTo, exists } }: { around: Around }) {
  return (
    <header class="band">
      <div>
        <Link to="/" class="brand"><Mark /><span>{orgName}</span></Link>
        {exists('/help') && <Link to="/help" class="quiet">{t('web.help-now')}</Link>}
        {/* A form, so that it works without scripts; the scripts answer to it faster. */}
        <form method="post" action="/leave" data-leave={leaveTo}>
          <button class="quiet leave" type="submit" title={t('web.leave-hint')}>{t('web.leave')}</button>
        </form>
      </div>
    </header>
  );
}

/** A quiet line on every page of a demo, so that nobody takes it for a real place. */
export function DemoNote({ around: { visit: { t, house } } }: { around: Around }) {
  if (!house.config.demo) return null;
  return <aside class="demo-note" aria-label={t('demo.title')}>{t('demo.band')} <Link to="/demo">{t('demo.band.link')}</Link></aside>;
}

/** The ways through the site: the dock for members, the list of their day for those who run a programme. */
export function Ways({ around }: { around: Around }) {
  const { visit: { t, actor, path }, chrome, exists } = around;
  const staff = chrome === 'staff';
  if (chrome !== 'member' && !staff) return null;
  const ways = waysHere(waysFor(staff ? staffWays : dock, actor, exists), path);
  if (ways.length === 0) return null;
  return (
    <nav class={staff ? 'ways' : 'dock'} aria-label={staff ? t('web.staff') : t('web.dock')}>
      {ways.map((way) => <Link key={way.address} to={way.to} current={way.current}>{t(way.label)}</Link>)}
    </nav>
  );
}

/** The foot: the same page in the other languages, and who can see what. */
export function Foot({ around: { visit, chrome, exists }, children }: { around: Around; children?: ComponentChildren }) {
  const { t } = visit;
  return (
    <footer class="foot">
      <nav class="row" aria-label={t('web.foot')}>
        {langs.filter((lang) => lang !== visit.lang).map((lang) => (
          <a key={lang} href={inLanguage(visit.path, lang)} lang={lang} hreflang={lang} rel="alternate">{languageNames[lang]}</a>
        ))}
        {exists('/concerns/new') && <Link to="/concerns/new">{t('help.worried')}</Link>}
        {exists('/who-can-see-what') && <Link to="/who-can-see-what">{t('safety.sees.title')}</Link>}
        {exists('/code-of-conduct') && <Link to="/code-of-conduct">{t('safety.conduct.title')}</Link>}
        {exists('/about') && <Link to="/about">{t('web.foot.about')}</Link>}
        {exists('/privacy') && <Link to="/privacy">{t('web.foot.privacy')}</Link>}
        {visit.actor.kind === 'stranger' && exists('/sign-in') && <Link to="/sign-in">{t('web.sign-in')}</Link>}
        {/* Pages for everybody and those of staff have no dock: whoever is signed in finds back to their own from here, and out. */}
        {visit.actor.kind === 'person' && chrome !== 'member' && own.filter(({ address }) => exists(address)).map(({ address, label }) => <Link key={address} to={address}>{t(label)}</Link>)}
        {children}
      </nav>
    </footer>
  );
}

const own = dock.filter(({ address }) => address === '/home' || address === '/me');

/** The same address in another language. */
function inLanguage(path: string, lang: string): string {
  const url = new URL(path, 'http://here');
  url.searchParams.set('lang', lang);
  return url.pathname + url.search;
}

/** A language is named in itself: whoever looks for it reads that name. */
const languageNames = { en: 'English', fr: 'Français' } as const;
