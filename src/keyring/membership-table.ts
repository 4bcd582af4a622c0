import type { Asked, Erasure, Leave, Looked, MembershipCheck } from './membership.ts';

/** A little membership table in memory, for tests and for trying the keyring out: real sessions, real joining and leaving. */
export interface MembershipTable extends MembershipCheck {
  signIn(session: string, person: string): void;
  signOut(session: string): void;
  join(conversation: string, person: string, leave?: Leave): void;
  leave(conversation: string, person: string): void;
  /** Lets a person open a contact sheet or a concern, by the id of the sheet's person or the concern. */
  release(id: string, person: string, leave?: Leave): void;
  /** While true every question is answered with an error, as when the database is down. */
  down: boolean;
  /** The whole table as JSON, to hand it to another process. */
  written(): WrittenTable;
}

/** A table as JSON. */
export interface WrittenTable {
  readonly down: boolean;
  readonly sessions: readonly (readonly [session: string, person: string])[];
  readonly leaves: readonly (readonly [thingAndPerson: string, leave: Leave])[];
}

/** A table, empty unless a written one is handed in. The house's own clock may erase; a session may erase only its own holder's words and details. */
export function membershipTable(from: WrittenTable = { down: false, sessions: [], leaves: [] }): MembershipTable {
  const [sessions, leaves] = [new Map(from.sessions), new Map(from.leaves)];
  const leaveOf = (person: string, asked: Asked): Leave => leaves.get(`${thingOf(asked)} ${person}`) ?? 'no';
  return {
    down: from.down,
    written() {
      return { down: this.down, sessions: [...sessions], leaves: [...leaves] };
    },
    signIn: (session, person) => void sessions.set(session, person),
    signOut: (session) => void sessions.delete(session),
    join: (conversation, person, leave = 'write') => void leaves.set(`${conversation} ${person}`, leave),
    leave: (conversation, person) => void leaves.delete(`${conversation} ${person}`),
    release: (id, person, leave = 'read') => void leaves.set(`${id} ${person}`, leave),
    async look(session, asked): Promise<Looked | null> {
      if (this.down) throw new Error('the database is down');
      const person = sessions.get(session);
      return person === undefined ? null : { person, leaves: asked.map((one) => leaveOf(person, one)) };
    },
    async mayErase(session, what) {
      if (this.down) throw new Error('the database is down');
      return session === null || isOwn(what, sessions.get(session));
    },
  };
}

function thingOf(asked: Asked): string {
  if (asked.kind === 'words') return asked.conversation;
  return asked.kind === 'sheet' ? asked.person : asked.concern;
}

function isOwn(what: Erasure, person: string | undefined): boolean {
  if (person === undefined) return false;
  return (what.kind === 'author' && what.author === person) || (what.kind === 'person' && what.person === person);
}
