import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate for `localhost` and 127.0.0.1 that signs itself, with its key, as PEM. For servers of tests: nobody trusts it who was not told to. */
export function ownCertificate(): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = der(0x30, der(0x31, der(0x30, object('2.5.4.3'), der(0x0c, Buffer.from('localhost')))));
  const algorithm = der(0x30, object('1.2.840.10045.4.3.2'));
  const names = der(0x30, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  const extension = (id: string, value: Buffer) => der(0x30, object(id), der(0x04, value));
  const body = der(
    0x30, der(0xa0, der(0x02, Buffer.from([2]))), der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])), algorithm, name,
    der(0x30, moment('20200101000000Z'), moment('20991231235959Z')), name, publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, der(0x30, extension('2.5.29.17', names), extension('2.5.29.19', der(0x30, der(0x01, Buffer.from([255])))))),
  );
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)])));
  return { cert: pem('CERTIFICATE', whole), key: keyText(privateKey) };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const inner = Buffer.concat(parts);
  const length = inner.length < 128 ? [inner.length] : inner.length < 256 ? [0x81, inner.length] : [0x82, inner.length >> 8, inner.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), inner]);
}

function object(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const septets = (number: number): number[] => (number < 128 ? [number] : [...septets(number >> 7).map((one) => one | 128), number & 127]);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap((number) => septets(number))]));
}

const moment = (text: string): Buffer => der(0x18, Buffer.from(text));

function pem(what: string, bytes: Buffer): string {
  return `-----BEGIN ${what}-----\n${(bytes.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${what}-----\n`;
}

function keyText(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}
