// Answers for the help page when the network does not. It stands only in front of /help and keeps nothing by itself.

interface Asking { readonly request: Request; respondWith(answer: Promise<Response>): void }
const worker = self as unknown as { addEventListener(kind: 'fetch', listen: (event: Asking) => void): void };

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => kept(pathname)));
  else if (pathname.startsWith('/assets/')) event.respondWith(caches.match(pathname).then((found) => found ?? fetch(request)));
});

/** The copy of this page, or of the first help page. */
async function kept(pathname: string): Promise<Response> {
  return (await caches.match(pathname)) ?? (await caches.match('/help')) ?? Response.error();
}

export {};
