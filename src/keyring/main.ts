/**
 * The keyring's own process. Started by the app, which hands the settings over a channel that no other process can read and
 * keeps it alive; or by itself, for several app machines: `node main.ts settings.json`.
 */
import { readProcessSettings, settingsFrom } from './process-settings.ts';
import { runKeyring, type RunningKeyring } from './run.ts';

const path = process.argv[2];
let running: RunningKeyring | null = null;

async function start(settings: Promise<Parameters<typeof runKeyring>[0]>): Promise<void> {
  try {
    running = await runKeyring(await settings, Date.now);
    process.send?.({ ready: running.address });
  } catch (error) {
    const sentence = error instanceof Error ? error.message : 'the keyring could not start';
    process.stderr.write(`keyring: ${sentence}\n`);
    process.send?.({ refused: sentence });
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  }
}

async function stop(): Promise<void> {
  await running?.close();
  process.exit();
}

if (path !== undefined) {
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await start(settingsFrom(path));
} else if (process.send !== undefined) {
  // The terminal sends Ctrl-C to the whole family; the app says itself when the last word is stored.
  process.on('SIGINT', () => undefined);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
  process.once('message', (message) => void start(Promise.resolve().then(() => readProcessSettings(message))));
} else {
  process.stderr.write('keyring: name a settings file\n');
  process.exitCode = 1;
}
