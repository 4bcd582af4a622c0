// What every page gets: a form is sent once, Leave leaves at once, and nothing private stays behind in this tab.
// Pages work without any of it. Nothing is kept on the device.

const root = document.documentElement;
const isPrivate = 'private' in root.dataset;

// What a form's summary says is heard first (browsers differ in obeying `autofocus` on anything but fields).
document.querySelector<HTMLElement>('[data-focus]')?.focus();

// What was just done is said once more when the page stands: a screen reader takes what was there from the beginning for no news.
const done = document.querySelector('.flash');
if (done) setTimeout(() => done.replaceChildren(...done.childNodes), 700);

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (form.dataset.leave) {
    event.preventDefault();
    leave(form.dataset.leave);
  } else if (form.dataset.sent) {
    event.preventDefault();
  } else if (!event.defaultPrevented && form.method === 'post') {
    form.dataset.sent = 'yes';
    // Not `disabled`: the button keeps its focus, its name and its value.
    event.submitter?.setAttribute('aria-disabled', 'true');
    // Should the line be lost on the way, it may be sent again: the key in the form makes sure that it counts once.
    setTimeout(ready, 8000);
  }
});

// A form of this page that came back from the browser's memory may be sent again.
addEventListener('pageshow', ({ persisted }) => {
  // Whoever presses "back" after the session ended must see the way in, not the page: browsers keep a page whole for that, `no-store` or not.
  if (persisted && isPrivate) location.reload();
  ready();
});

function ready() {
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
}

if (isPrivate) addEventListener('pagehide', wipe);

// Leave: the button, or Shift three times within two seconds. Not Escape: it stops pages from loading.
let presses: number[] = [];
addEventListener('keydown', ({ key, repeat }) => {
  if (repeat) return;
  const now = Date.now();
  presses = key === 'Shift' ? [...presses, now].filter((at) => now - at < 2000) : [];
  const to = document.querySelector<HTMLElement>('[data-leave]')?.dataset.leave;
  if (presses.length > 2 && to) leave(to);
});

// Every open tab of the site leaves together.
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('leave') : undefined;
if (tabs) tabs.onmessage = ({ data }) => go(String(data));

function leave(to: string) {
  navigator.sendBeacon('/leave');
  tabs?.postMessage(to);
  go(to);
}

function go(to: string) {
  wipe();
  location.replace(to);
}

function wipe() {
  const veil = document.createElement('div');
  veil.className = 'veil';
  document.title = '\u200b';
  document.body.replaceChildren(veil);
}

// On a device that others use, moving about leaves no list of pages behind.
if ('discreet' in root.dataset) {
  addEventListener('click', (event) => {
    const link = (event.target as Element).closest?.('a');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    if (link.hash && link.pathname + link.search === location.pathname + location.search) return;
    event.preventDefault();
    location.replace(link.href);
  });
}

export {};
