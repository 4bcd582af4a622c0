import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { type Device, readDevice } from './device.ts';
import { sessionLives, sessionTimes } from './rules.ts';
import { endSessions, holdsStaffRole } from './sessions.ts';
import { signedInLately } from './ways-in.ts';

/** One place where somebody is signed in. */
export interface SignedInDevice {
  readonly id: string;
  readonly device: Device;
  readonly shared: boolean;
  readonly here: boolean;
  readonly since: Date;
  readonly seenAt: Date;
}

/** Where I am signed in, this device first. */
export const myDevices = view({
  name: 'people.my-devices',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  load: devicesOf,
});

/** The same as a step, for a view that shows more. */
export async function devicesOf(looking: Looking): Promise<readonly SignedInDevice[]> {
  const me = looking.person();
  const staff = await holdsStaffRole(looking, me);
  const here = looking.actor.kind === 'person' ? looking.actor.session : '';
  const rows = await looking.db
    .selectFrom('session').select(['id', 'device', 'shared_device', 'created_at', 'seen_at', 'ends_at', 'ended_at'])
    .where('org_id', '=', looking.org).where('person_id', '=', me).where('ended_at', 'is', null).orderBy('seen_at', 'desc').orderBy('id', 'desc').limit(100).execute();
  return rows
    .filter((row) => sessionLives({ seenAt: row.seen_at, endsAt: row.ends_at, endedAt: null }, sessionTimes({ staff, shared: row.shared_device }), looking.now))
    .map((row) => ({ id: row.id, device: readDevice(row.device), shared: row.shared_device, here: row.id === here, since: row.created_at, seenAt: row.seen_at }))
    .sort((a, b) => Number(b.here) - Number(a.here));
}

/** Ends one of my sessions: this one at any time, another one after signing in within the hour (ASVS 7.5.2). One that is over or somebody else's: nothing happens, and nothing is told. */
export const endDevice = act({
  name: 'people.end-device',
  input: z.object({ device: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { device }) {
    const here = inside.actor.kind === 'person' && inside.actor.session === device;
    if (!here && !(await signedInLately(inside))) return refused('sign-in-again');
    await endSessions(inside, { person: inside.person(), only: device });
    inside.record({ name: 'people.device-ended', subject: { kind: 'person', id: inside.person() } });
    return done({ here });
  },
});

/** Ends all my sessions but this one, after signing in within the hour (ASVS 7.5.2). */
export const endOtherDevices = act({
  name: 'people.end-other-devices',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    if (!(await signedInLately(inside))) return refused('sign-in-again');
    if (inside.actor.kind === 'person') await endSessions(inside, { person: inside.actor.person, except: inside.actor.session });
    inside.record({ name: 'people.device-ended', subject: { kind: 'person', id: inside.person() }, about: { all: true } });
    return done();
  },
});

/**
 * Ends all my sessions, this one too. It asks for nothing more: whoever is frightened has one press, and whoever stole a session ends their own with it, so there
 * is nothing in it for them (docs/security/rules.md, “Sessions”).
 */
export const endAllDevices = act({
  name: 'people.end-all-devices',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    await endSessions(inside, { person: inside.person() });
    inside.record({ name: 'people.device-ended', subject: { kind: 'person', id: inside.person() }, about: { all: true } });
    return done();
  },
});
