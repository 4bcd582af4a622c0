import type { Attachment } from './payload.ts';

/** What the page needs to show a picture without having fetched it. `description` is for those who cannot see it and may be empty. */
export interface PictureSeen {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly description: string;
}

/** The picture of a message, from what its payload says of files; undefined when it has none. */
export function pictureSeen([attachment]: readonly Attachment[]): PictureSeen | undefined {
  if (attachment === undefined) return undefined;
  const { id, width = 0, height = 0, description } = attachment;
  return { id, width, height, description };
}
