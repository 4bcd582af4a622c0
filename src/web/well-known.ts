import type { Context } from 'hono';
import type { House } from '../platform/house.ts';

const halfAYear = 180 * 86_400_000;

/** Where somebody who found a weakness writes (RFC 9116). Not there while the settings name nobody; it names nobody else and no version. */
export function answerSecurityContact(c: Context, { config, clock }: Pick<House, 'config' | 'clock'>): Response {
  if (config.securityContact === undefined) return c.text('Not here\n', 404, { 'Cache-Control': 'no-store' });
  const lines = [
    `Contact: ${config.securityContact}`,
    `Expires: ${new Date(clock.now().getTime() + halfAYear).toISOString()}`,
    'Preferred-Languages: en, fr',
    `Canonical: ${config.publicUrl}/.well-known/security.txt`,
  ];
  return c.text(`${lines.join('\n')}\n`, 200, { 'Cache-Control': 'no-cache' });
}
