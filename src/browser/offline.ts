// Keeps a copy of the help page for when there is no connection: the page as a stranger sees it, so nothing personal stays on the device.

interface Policy { createScriptURL(address: string): string }
const policy = (window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes?.createPolicy('offline', { createScriptURL: () => '/sw.js' });

async function keep() {
  await navigator.serviceWorker.register(policy ? policy.createScriptURL('') : '/sw.js', { scope: '/help' });
  const cache = await caches.open('help');
  const page = `${location.pathname}?lang=${document.documentElement.lang}`;
  const copy = await fetch(page, { credentials: 'omit' });
  if (copy.ok) await cache.put(location.pathname, copy);
  const files = performance.getEntriesByType('resource').map(({ name }) => new URL(name)).filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'));
  for (const { pathname } of files) if (!(await cache.match(pathname))) await cache.add(pathname);
}

if ('serviceWorker' in navigator) addEventListener('load', () => keep().catch(() => undefined));

export {};
