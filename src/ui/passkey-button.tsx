import type { ComponentChildren } from 'preact';

/**
 * A button that asks the device to make or use a passkey, and sends the form with its answer as JSON in the field `of`.
 * The page names `passkey` among its scripts; without scripts or passkeys the button is not there. `refused` is shown when the device says no.
 */
export function PasskeyButton({ of, kind, options, refused, second, children }: {
  of: string;
  kind: 'create' | 'use';
  /** The options of the server (WebAuthn JSON). */
  options: unknown;
  refused: ComponentChildren;
  second?: boolean;
  children: ComponentChildren;
}) {
  return (
    <>
      <input type="hidden" name={of} data-passkey-answer />
      <button class={second ? 'button second' : 'button'} type="submit" hidden data-passkey={kind} data-options={JSON.stringify(options)}>{children}</button>
      <p class="small" role="status" hidden data-passkey-refused>{refused}</p>
    </>
  );
}
