import type { ComponentChildren } from 'preact';

/** Whether an address may stand in a link: a path of this site, a part of this page, the web, mail or phone. Never a script. */
export function isSafeAddress(to: string): boolean {
  return /^(\/(?![/\\])|#|\?|https?:\/\/|mailto:|tel:|sms:)/i.test(to) && !/\p{Cc}/u.test(to);
}

/** A link. An address that could be a script or is of a kind we do not know is shown as plain words. */
export function Link({ to, class: style, current, newTab, label, download, children }: {
  to: string;
  class?: string | undefined;
  /** This is where the reader is. */
  current?: boolean | undefined;
  newTab?: boolean | undefined;
  label?: string | undefined;
  download?: boolean;
  children: ComponentChildren;
}) {
  if (!isSafeAddress(to)) return <span class={style}>{children}</span>;
  const away = /^https?:/i.test(to);
  return (
    <a href={to} class={style} aria-label={label} download={download} {...(current && { 'aria-current': 'page' as const })} {...((newTab || away) && { rel: 'noopener noreferrer' })} {...(newTab && { target: '_blank' })}>
      {children}
    </a>
  );
}
