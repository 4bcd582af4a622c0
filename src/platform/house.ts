import type { Logger } from 'pino';
import type { Keyring } from '../keyring/keyring.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { EventBus } from './events.ts';

/** What one running process owns. Built once by the opener, handed to every scene; never imported as a global. */
export interface House {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly keyring: Keyring;
  readonly log: Logger;
  /** A 32-byte key for one purpose, derived from the operator's secret: the same on every node, different for each purpose. */
  secret(purpose: string): Buffer;
}
