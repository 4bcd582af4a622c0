import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { heldBack } from './held-back.ts';
import { htmlOf } from './html.tsx';
import { type Letter, textOf } from './letter.ts';
import type { Fared, Postman } from './postman.ts';

/** Where letters are handed over, and whom they come from. */
export interface SmtpGiven {
  /** `smtp://name:password@mail.example.org:587`, or `smtps://…`. */
  readonly url: string;
  /** The address in From and in the envelope. */
  readonly from: string;
  /** A mailbox that a person reads, when there is one. */
  readonly replyTo?: string | undefined;
  /** Waits for a server that does not answer before the end of a letter, in milliseconds. */
  readonly patienceMs?: number;
  /** Waits for the answer to the end of a letter, in milliseconds: ten minutes, as RFC 5321 (4.5.3.2.6) asks, since a shorter wait makes doubles. */
  readonly answerMs?: number;
}

/** How long an answer to the end of a letter may take, in milliseconds. */
export const ANSWER_MS = 10 * 60_000;

/** One address and nothing beside it: what mail programs read as a list, a group or a second address would go to whoever wrote it. */
const ONE_ADDRESS = /^[^\s\p{Cc},;:<>()[\]"\\@]+@[^\s\p{Cc},;:<>()"\\@]+$/u;

/** Hands letters over to a mail server, over one connection that is kept while there are letters. */
export function smtpPostman({ url, from, replyTo, patienceMs = 20_000, answerMs = ANSWER_MS }: SmtpGiven): Postman {
  const transport = createTransport({
    // The library would send again by itself what a lost connection left open: only whoever keeps the letters may decide that.
    url, requireTLS: mustBeSecret(url), pool: true, maxConnections: 1, maxRequeues: 0, connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: Math.max(answerMs, patienceMs), disableFileAccess: true, disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0]);
  return {
    async hand(letter, mayGo): Promise<Fared> {
      if (!ONE_ADDRESS.test(letter.to)) return { kind: 'refused', trouble: 'address-refused' };
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), 2 * patienceMs);
      const held = heldBack(await asBytes(letter, from, replyTo), mayGo, () => clearTimeout(timer));
      try {
        await transport.sendMail({ envelope: { from, to: letter.to }, messageId: `<${letter.messageId}>`, raw: held.stream, signal: patience.signal } as Parameters<typeof transport.sendMail>[0]);
        return { kind: 'handed' };
      } catch (fault) {
        const end = await held.ended();
        if (end === 'kept') return { kind: 'kept' };
        return end === 'gone' && !isAnswered(fault) ? { kind: 'unanswered', trouble: 'no-answer' } : faredFrom(fault);
      } finally {
        clearTimeout(timer);
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
export function mailOf(letter: Letter, from: string, replyTo?: string) {
  return {
    from: { name: letter.sender, address: from },
    ...(replyTo !== undefined && { replyTo }),
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

function asBytes(letter: Letter, from: string, replyTo: string | undefined): Promise<Buffer> {
  return new MailComposer({ ...mailOf(letter, from, replyTo), disableFileAccess: true, disableUrlAccess: true }).compile().build();
}

/** Whether the server said anything about the letter: a code, be it a no. */
function isAnswered(fault: unknown): boolean {
  const { responseCode = 0 } = fault as { responseCode?: number };
  return responseCode >= 400;
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
