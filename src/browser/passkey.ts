// Buttons that make or use a passkey: the answer of the device goes into the form's hidden field, and the form is sent like any other.
// Browsers without passkeys never see the buttons; there is always another way in.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';

if ('PublicKeyCredential' in window) {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-passkey]')) {
    button.hidden = false;
    button.addEventListener('click', (event) => {
      const answer = button.form?.querySelector<HTMLInputElement>('[data-passkey-answer]');
      if (!answer || answer.value) return;
      event.preventDefault();
      ask(button.dataset.passkey, JSON.parse(button.dataset.options ?? '{}') as Options).then(
        (given) => {
          answer.value = given;
          button.form?.requestSubmit(button);
        },
        // Closing the device's window is no mistake: the words beside the button say what else there is.
        () => {
          for (const hint of button.form?.querySelectorAll<HTMLElement>('[data-passkey-refused]') ?? []) hint.hidden = false;
        },
      );
    });
  }
}

type Options = Parameters<typeof startRegistration>[0]['optionsJSON'] & Parameters<typeof startAuthentication>[0]['optionsJSON'];

async function ask(kind: string | undefined, optionsJSON: Options): Promise<string> {
  const given = kind === 'create' ? await startRegistration({ optionsJSON }) : await startAuthentication({ optionsJSON });
  // What a device may derive for locking things locally must never reach the server, and the answer as it comes would carry it there.
  delete (given.clientExtensionResults as { prf?: unknown }).prf;
  return JSON.stringify(given);
}
