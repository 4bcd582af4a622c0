import { type FileHandle, open, rename } from 'node:fs/promises';
import { syncDirectory } from './files.ts';
import { type Frame, frameBytes, readFrames } from './frames.ts';
import { KeyringUnavailable } from './keyring.ts';

/** A file of frames that only grows. What `append` has answered for is on the disk. */
export interface AppendFile {
  append(records: Frame): Promise<void>;
  close(): Promise<void>;
}

/** Opens an existing file, cuts off a torn tail, and hands back its frames. Throws StoreDamaged. */
export async function openAppendFile(path: string): Promise<{ readonly file: AppendFile; readonly frames: readonly Frame[] }> {
  const handle = await open(path, 'r+');
  try {
    const bytes = await handle.readFile();
    const { frames, end } = readFrames(bytes);
    if (end < bytes.length) {
      await handle.truncate(end);
      await handle.sync();
    }
    return { file: appendTo(handle, end, frames.length), frames };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Writes a new file whole (frames first into `path.new`, made durable, then given its name) and leaves it open for more. */
export async function createAppendFile(directory: string, name: string, frames: AsyncIterable<Frame> | Iterable<Frame>): Promise<AppendFile> {
  const draft = `${directory}/${name}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    let [end, count] = [0, 0];
    for await (const frame of frames) {
      end += await writeAll(handle, frameBytes(count, frame), end);
      count += 1;
    }
    await handle.sync();
    await rename(draft, `${directory}/${name}`);
    await syncDirectory(directory);
    return appendTo(handle, end, count);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function appendTo(handle: FileHandle, startsAt: number, frames: number): AppendFile {
  let [end, count, broken] = [startsAt, frames, false];
  return {
    async append(records) {
      if (broken) throw new KeyringUnavailable('the key store could not be written and must be opened anew');
      const bytes = frameBytes(count, records);
      try {
        await writeAll(handle, bytes, end);
        await handle.datasync();
      } catch (error) {
        // After a failed write or sync nobody knows what is on the disk: cut back to what was promised, or write no more.
        broken = await handle.truncate(end).then(() => handle.sync()).then(() => false, () => true);
        throw new KeyringUnavailable('the key store could not be written', { cause: error });
      }
      end += bytes.length;
      count += 1;
    },
    close: () => handle.close(),
  };
}

async function writeAll(handle: FileHandle, bytes: Buffer, at: number): Promise<number> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
  return bytes.length;
}
