import pg from 'pg';

/** Where a server is and as whom to log in. `host` is a name, an address, or the directory of a unix socket. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string | undefined;
  readonly ssl?: pg.ClientConfig['ssl'] | undefined;
}

/**
 * Reads a `postgresql://` address with everything libpq's form allows, by the driver's own reader. Connects to nothing. Where TLS is asked for, the server's
 * certificate and name are always checked (ASVS 12.3.2): `require` and `verify-ca` mean as much as `verify-full`, whatever a driver makes of them.
 */
export function readAddress(url: string): ServerAddress {
  const { host, port, database, user, password, ssl } = new pg.Client({ connectionString: url.replace(/([?&])sslmode=(?:require|verify-ca)(?=&|$)/, '$1sslmode=verify-full').replace(/([?&])uselibpqcompat=[^&]*/, '$1') });
  return { host, port, database: database ?? '', user: user ?? '', password: password ?? undefined, ssl };
}

/** Writes an address as a URL, for programs that take only that. */
export function writeAddress({ host, port, database, user, password }: ServerAddress): string {
  const query = new URLSearchParams({ host, port: String(port), user, ...(password !== undefined && { password }) });
  return `postgresql:///${encodeURIComponent(database)}?${query}`;
}

/** One connection, open. The caller ends it. Its late errors are swallowed: the next statement reports them. */
export async function connect(address: ServerAddress, { timeoutMs = 10_000, name = 'companionway' } = {}): Promise<pg.Client> {
  const client = new pg.Client({ ...address, application_name: name, connectionTimeoutMillis: timeoutMs, keepAlive: true });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (fault) {
    await client.end().catch(() => undefined);
    throw fault;
  }
  return client;
}
