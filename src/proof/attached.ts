import { createHash, randomBytes } from 'node:crypto';
import { openFile, SealRefused, sealFile } from './envelope.ts';
import type { Attachment, Payload } from './payload.ts';

/** A file before it is sealed. `name` is private too: it stands in the payload. */
export interface FileToAttach {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly description: string;
  readonly bytes: Uint8Array;
  readonly width?: number;
  readonly height?: number;
}

/**
 * Seals a file for a message: the bytes to store, and what the payload says of them. The commitment covers the payload, and with it the hash of these
 * bytes, so that whoever shows the message proves the file too.
 */
export function attach(place: Pick<Payload, 'conversation' | 'author'>, { bytes, ...file }: FileToAttach): { readonly sealed: Buffer; readonly attachment: Attachment } {
  const key = randomBytes(32);
  const sealed = sealFile(key, { ...place, id: file.id }, bytes);
  return { sealed, attachment: { ...file, description: file.description.toWellFormed(), size: bytes.length, key: key.toString('base64url'), sha256: sha256(sealed) } };
}

/** Opens a file with what its message's payload says of it. Throws {@link SealRefused} when these are not the bytes that were sent. */
export function openAttached({ conversation, author }: Pick<Payload, 'conversation' | 'author'>, attachment: Attachment, sealed: Uint8Array): Buffer {
  if (sha256(sealed) !== attachment.sha256) throw new SealRefused('these are not the bytes that were sent');
  return openFile(Buffer.from(attachment.key, 'base64url'), { conversation, author, id: attachment.id }, sealed);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
