import { createTransport } from 'nodemailer';
import { htmlOf } from './html.tsx';
import { type Letter, textOf } from './letter.ts';
import type { Fared, Postman } from './postman.ts';

/** Where letters are handed over, and whom they come from. */
export interface SmtpGiven {
  /** `smtp://name:password@mail.example.org:587`, or `smtps://…`. */
  readonly url: string;
  /** The address in From and in the envelope. */
  readonly from: string;
  /** Waits for a server that does not answer, in milliseconds. */
  readonly patienceMs?: number;
}

/** Hands letters over to a mail server, over one connection that is kept while there are letters. */
export function smtpPostman({ url, from, patienceMs = 20_000 }: SmtpGiven): Postman {
  const transport = createTransport({
    url, requireTLS: mustBeSecret(url), pool: true, maxConnections: 1, connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs, disableFileAccess: true, disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0]);
  return {
    async hand(letter): Promise<Fared> {
      try {
        await transport.sendMail(mailOf(letter, from));
        return { kind: 'handed' };
      } catch (fault) {
        return faredFrom(fault);
      }
    },
    close: async () => transport.close(),
  };
}

/**
 * Whether letters may only be handed over secretly: a server on the way must not be able to say "no STARTTLS here" and read along (ASVS 12.3.1). Not asked of
 * a mail server on this very machine, nor where the address says `?requireTLS=false` itself.
 */
export function mustBeSecret(url: string): boolean {
  const { hostname, searchParams } = new URL(url);
  return !['localhost', '127.0.0.1', '[::1]'].includes(hostname) && searchParams.get('requireTLS') !== 'false';
}

/** The letter with its headers: from a neutral name, marked as automatic, with a way to stop (RFC 8058) and an id that stays (RFC 5322, 3.6.4). */
export function mailOf(letter: Letter, from: string) {
  return {
    from: { name: letter.sender, address: from },
    to: letter.to,
    subject: letter.subject,
    text: textOf(letter),
    html: htmlOf(letter),
    messageId: `<${letter.messageId}>`,
    date: letter.at,
    headers: {
      'Content-Language': letter.lang,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(letter.stopAddress !== undefined && { 'List-Unsubscribe': `<${letter.stopAddress}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
}

/** What the server's no means (RFC 5321, 4.2): a 5 about this recipient or these words is for ever; a 5 about us, a 4, or silence is not. */
function faredFrom(fault: unknown): Fared {
  const { code = '', responseCode = 0, command = '' } = fault as { code?: string; responseCode?: number; command?: string };
  if (code === 'EAUTH') return { kind: 'away', trouble: 'sign-in-refused' };
  if (code === 'ETLS') return { kind: 'away', trouble: 'not-secret' };
  const aboutUs = command === 'CONN' || command === 'MAIL FROM' || /^(EHLO|HELO|STARTTLS|AUTH)/.test(command);
  if (responseCode >= 500 && !aboutUs) return { kind: 'refused', trouble: 'address-refused' };
  if (responseCode >= 500) return { kind: 'away', trouble: 'sender-refused' };
  if (responseCode >= 400 && responseCode !== 421 && !aboutUs) return { kind: 'later', trouble: 'server-says-later' };
  return { kind: 'away', trouble: 'server-away' };
}
