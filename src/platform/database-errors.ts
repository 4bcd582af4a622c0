/** A statement broke a rule of the database. `constraint` is its name, a sentence the acts answer to. */
export class ConstraintBroken extends Error {
  readonly constraint: string;
  readonly table: string;
  /** unique 23505, check 23514, foreign key 23503, exclusion 23P01. */
  readonly sqlstate: string;

  constructor(constraint: string, table: string, sqlstate: string, cause: unknown) {
    super(`${constraint} on ${table}`, { cause });
    this.name = 'ConstraintBroken';
    this.constraint = constraint;
    this.table = table;
    this.sqlstate = sqlstate;
  }
}

/** No connection, or it broke before anything was committed: nothing happened. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super('The database could not be reached; nothing was written.', { cause });
    this.name = 'ConnectionLost';
  }
}

/** The connection broke while committing: it may have happened. Asking again with the same idempotency key is safe. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super('The connection broke during a commit; it may have happened.', { cause });
    this.name = 'OutcomeUnknown';
  }
}

/** The database accepts no writing just now: no disk space left, or a replica. Nothing was written. */
export class ReadOnlyNow extends Error {
  constructor(cause: unknown) {
    super('The database is read-only for now; nothing was written.', { cause });
    this.name = 'ReadOnlyNow';
  }
}

interface ServerFault {
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly message?: string;
}

const CONSTRAINT = new Set(['23505', '23514', '23503', '23P01']);
/** Restarting, starting, too many connections, sockets that are gone. */
const GONE = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '53300', '08000', '08001', '08003', '08006', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whether a fault says that the connection, and not the statement, failed. */
export function isGone(fault: unknown): boolean {
  const { code, message = '' } = fault as ServerFault;
  if (code !== undefined) return GONE.has(code);
  return /connection terminated|connection timeout|timeout exceeded|not queryable|closed|connection ended/i.test(message);
}

/** The fault as the app knows it. */
export function translated(fault: unknown): unknown {
  const { code, constraint, table } = fault as ServerFault;
  if (code !== undefined && CONSTRAINT.has(code) && constraint !== undefined) return new ConstraintBroken(constraint, table ?? '', code, fault);
  if (code === '25006') return new ReadOnlyNow(fault);
  if (fault instanceof Error && isGone(fault)) return new ConnectionLost(fault);
  return fault;
}
