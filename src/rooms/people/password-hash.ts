import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto';

const PARAMETERS = { parallelism: 1, memory: 19_456, passes: 2, tagLength: 32 } as const;

/**
 * What is stored of a password: argon2id with the parameters OWASP asks for at least (m = 19 MiB, t = 2, p = 1), in the usual one-line form. Before it stands
 * that the letters were taken exactly as they came (ASVS 6.2.8).
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive({ ...PARAMETERS, message: Buffer.from(password, 'utf8'), nonce: salt });
  return `${EXACT}$argon2id$v=19$m=${PARAMETERS.memory},t=${PARAMETERS.passes},p=${PARAMETERS.parallelism}$${plainBase64(salt)}$${plainBase64(tag)}`;
}

/** Whether a password belongs to a stored hash, exactly as it was typed. Without one, the same work is done for nothing: nobody learns from the time who has a password here. */
export async function passwordFits(password: string, stored: string | undefined): Promise<boolean> {
  const [form = '', , , settings = '', salt = '', tag = ''] = (stored ?? DUMMY).split('$');
  const [memory = 0, passes = 0, parallelism = 0] = settings.split(',').map((one) => Number(one.slice(2)));
  const kept = Buffer.from(tag, 'base64');
  const given = await derive({ memory, passes, parallelism, tagLength: kept.length, message: form === EXACT ? Buffer.from(password, 'utf8') : plain(password), nonce: Buffer.from(salt, 'base64') });
  return timingSafeEqual(given, kept) && stored !== undefined;
}

/**
 * The same work for a code of fewer than 112 bits that is looked up by what is stored of it (ASVS 6.5.2): whoever steals the table must pay for each guess.
 * @param salt 16 random bytes, one set of codes together.
 */
export function hashCode(code: string, salt: Buffer): Promise<Buffer> {
  return derive({ ...PARAMETERS, message: plain(code), nonce: salt });
}

/** Stands before hashes of what was typed, letter for letter. */
const EXACT = 'exact';

/** The hash of a password that nobody has. */
const DUMMY = `${EXACT}$argon2id$v=19$m=${PARAMETERS.memory},t=${PARAMETERS.passes},p=${PARAMETERS.parallelism}$${plainBase64(Buffer.alloc(16, 7))}$${plainBase64(Buffer.alloc(32, 7))}`;

/** One form of the same letters (NFKC): for printed codes, and for passwords that were set while these were folded too. */
function plain(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8');
}

function derive(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (fault, tag) => (fault === null ? resolve(tag) : reject(fault)));
  });
}

function plainBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
