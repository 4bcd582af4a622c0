// <talk-form>: what is written in a conversation is sent without leaving the page. Without it the form inside is a plain form.

interface Policy { createScriptURL(address: string): string }
// Only a file of our own that the page names can become a script.
const policy = (window as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes?.createPolicy('talk-form', { createScriptURL: (address) => (/^\/assets\/[\w.-]+$/.test(address) ? address : '') });

customElements.define('talk-form', class extends HTMLElement {
  busy = false;
  telling = 0;
  ready: Promise<unknown> = Promise.resolve();

  connectedCallback() {
    this.addEventListener('submit', (event) => this.send(event));
    this.addEventListener('click', (event) => this.begin(event));
    this.addEventListener('change', ({ target }) => this.chosen(target as HTMLInputElement));
    document.addEventListener('heard', this.seen);
    document.addEventListener('visibilitychange', this.seen);
  }

  disconnectedCallback() {
    document.removeEventListener('heard', this.seen);
    document.removeEventListener('visibilitychange', this.seen);
  }

  get box() {
    return this.querySelector('textarea');
  }

  async send(event: SubmitEvent) {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const unsent = this.querySelector<HTMLElement>('[data-unsent]');
    if (this.busy) return;
    this.busy = true;
    try {
      await this.ready;
      if (!(await post(form))) return form.submit();
      document.dispatchEvent(new Event('sent'));
      for (const field of form.querySelectorAll<HTMLInputElement>('textarea, select, input:not([type="hidden"])')) field.value = '';
      for (const fold of this.querySelectorAll('details')) fold.open = false;
      if (unsent) unsent.hidden = true;
      this.box?.focus();
    } catch {
      // No connection: the words stay where they are, and the same key makes sure that they count once.
      if (unsent) unsent.hidden = false;
    } finally {
      this.busy = false;
    }
  }

  /** A chosen picture is made smaller before anything is sent. The code for it comes only now. */
  chosen(input: HTMLInputElement) {
    if (input.files?.length) this.ready = shrinker().then(() => new Promise<void>((detail) => void input.dispatchEvent(new CustomEvent('shrink', { bubbles: true, detail }))), () => undefined);
  }

  /** A chosen beginning goes into the box, after what stands there. */
  begin(event: Event) {
    const words = (event.target as Element).closest<HTMLElement>('[data-start]')?.dataset.start;
    const { box } = this;
    if (!words || !box) return;
    event.preventDefault();
    box.value += (box.value && !/\s$/.test(box.value) ? ' ' : '') + words;
    box.focus();
  }

  /** What arrives counts as read only while somebody can see it. Said every few seconds at most: a lively talk must not use up the pace of its reader. */
  seen = () => {
    const form = this.querySelector<HTMLFormElement>('[id="form-seen"]');
    const field = form?.querySelector<HTMLInputElement>('[name="seq"]');
    const last = [...document.querySelectorAll<HTMLElement>('.talk > [data-id]')].at(-1)?.dataset.id;
    if (this.telling || !form || !field || !last || document.visibilityState === 'hidden' || Number(field.value) >= Number(last)) return;
    field.value = last;
    this.telling = window.setTimeout(() => {
      this.telling = 0;
      this.seen();
    }, 3000);
    post(form).catch(() => undefined);
  };
});

let coming: Promise<unknown> | undefined;

function shrinker() {
  return (coming ??= new Promise((done, no) => {
    const named = document.querySelector<HTMLMetaElement>('meta[name=shrink-picture]');
    if (!named) return no();
    const { content, dataset } = named;
    const script = document.createElement('script');
    script.type = 'module';
    script.integrity = dataset.integrity ?? '';
    script.onload = done;
    script.onerror = no;
    script.src = policy ? policy.createScriptURL(content) : content;
    document.head.append(script);
  }));
}

/** Sends a form. True when it was done; its next sending then has a key of its own. */
async function post(form: HTMLFormElement): Promise<boolean> {
  const { type } = await fetch(form.action, { method: 'POST', body: new FormData(form), redirect: 'manual' });
  const key = form.querySelector<HTMLInputElement>('[name="_key"]');
  if (type === 'opaqueredirect' && key) key.value = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return type === 'opaqueredirect';
}

export {};
