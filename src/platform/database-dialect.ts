import {
  type BinaryOperationNode,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type LimitNode,
  OperatorNode,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  ValueNode,
} from 'kysely';
import { OneConnection, type OpenPool } from './database-connection.ts';

/** PostgreSQL by one of our pools, for queries outside `within`. */
export class PoolDialect implements Dialect {
  readonly #pool: OpenPool;

  constructor(pool: OpenPool) {
    this.#pool = pool;
  }

  createDriver(): Driver {
    return poolDriver(this.#pool);
  }
  createQueryCompiler() {
    return new OneTextForEveryLength();
  }
  createAdapter() {
    return new PostgresAdapter();
  }
  createIntrospector(db: Kysely<never>) {
    return new PostgresIntrospector(db);
  }
}

function poolDriver({ connect }: OpenPool): Driver {
  const clientOf = (connection: DatabaseConnection) => (connection as OneConnection).client;
  const run = async (connection: DatabaseConnection, text: string) => void (await clientOf(connection).query(text));
  return {
    init: () => Promise.resolve(),
    acquireConnection: async () => new OneConnection(await connect()),
    beginTransaction: (connection, { isolationLevel, accessMode }) =>
      run(connection, ['begin', isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' ')),
    commitTransaction: (connection) => run(connection, 'commit'),
    rollbackTransaction: (connection) => run(connection, 'rollback'),
    releaseConnection: async (connection) => clientOf(connection).release(),
    destroy: () => Promise.resolve(),
  };
}

/**
 * Writes `in (a, b, …)` as `= any(list)`: one text however long the list is, so that it too is planned once (database-statements.ts). The database gives the
 * list the type of what stands before it, and runs both the same. A list of one is written as that one: only then does an index that begins with it give its rows
 * in order, and a page of the first few reads no others (Today: 7 ms of the database's time became what its rows cost).
 */
class OneTextForEveryLength extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { leftOperand, operator, rightOperand } = node;
    const word = OperatorNode.is(operator) ? operator.operator : undefined;
    if (!PrimitiveValueListNode.is(rightOperand) || (word !== 'in' && word !== 'not in')) return super.visitBinaryOperation(node);
    this.visitNode(leftOperand);
    const [only, ...more] = rightOperand.values;
    if (only !== undefined && more.length === 0) {
      this.append(word === 'in' ? ' = ' : ' <> ');
      return this.appendValue(only);
    }
    this.append(word === 'in' ? ' = any(' : ' <> all(');
    this.appendValue([...rightOperand.values]);
    this.append(')');
  }

  /**
   * How many rows stands in the text. As a value it would be unknown when a named statement is planned for good, which makes that plan look dear: PostgreSQL then
   * plans the statement anew each time, for longer than it runs. Lists have few lengths, so the texts stay few.
   */
  protected override visitLimit(node: LimitNode): void {
    const { limit } = node;
    if (!ValueNode.is(limit) || typeof limit.value !== 'number' || !Number.isSafeInteger(limit.value)) return super.visitLimit(node);
    this.append(`limit ${limit.value}`);
  }
}
