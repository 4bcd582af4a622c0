import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { MembershipCheck } from './membership.ts';
import { type MembershipTable, membershipTable, type WrittenTable } from './membership-table.ts';

/** A membership table in a file, read anew at every question: how the tests of the keyring's own process share a table with it. */
export async function openMembership(config: unknown): Promise<MembershipCheck> {
  const { file } = config as { readonly file: string };
  const read = (): MembershipTable => membershipTable(JSON.parse(readFileSync(file, 'utf8')) as WrittenTable);
  return {
    look: async (session, asked) => read().look(session, asked),
    mayErase: async (session, what) => read().mayErase(session, what),
  };
}

/** A table that writes itself to the file after every change. */
export function writtenTable(file: string): MembershipTable {
  const table = membershipTable();
  const write = (): void => {
    writeFileSync(`${file}.new`, JSON.stringify(table.written()));
    renameSync(`${file}.new`, file);
  };
  write();
  return new Proxy(table, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function') return found;
      return (...told: unknown[]): unknown => {
        const answer: unknown = found.apply(target, told);
        write();
        return answer;
      };
    },
    set(target, name, value) {
      const done = Reflect.set(target, name, value);
      write();
      return done;
    },
  });
}
