import { flushCompileCache } from 'node:module';
import { createServer } from './serve.ts';
import type { DevWeb, RunningServer } from './serve.ts';
import { isLoopback } from './addresses.ts';
import { makeLog } from './settings.ts';
import type { Settings } from './settings.ts';

/**
 * Longer than a stop takes where everything answers: requests have 10 s to end, documents another 10
 * to be on disk and 2 for clients that do not answer, jobs what is left.
 */
const FORCED_MS = 30_000;

/**
 * Serves until the process is told to stop; prints the one address that a person opens. Told twice it
 * ends at once.
 */
export async function runServer(
  settings: Settings,
  web: string | DevWeb | null,
): Promise<RunningServer> {
  const log = makeLog(settings.logLevel);
  let server: RunningServer | null = null;
  let stopping: number | null = null;

  function stop(code: number): void {
    if (stopping !== null) process.exit(code === 0 ? 1 : code);
    stopping = code;
    setTimeout(() => {
      log.error('stopping took too long, and was given up; nothing that was confirmed is lost');
      process.exit(1);
    }, FORCED_MS).unref();
    // While it is being started, it is stopped when it has started, or what that rejects with is told.
    if (server !== null) end(server, code);
  }

  // Before the start, or the first process of a container would hear nothing of it meanwhile.
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));
  server = await createServer({
    ...settings,
    web,
    log,
    onFailure: () => stop(1),
  });
  // Now, when nobody waits for it yet, and not at an end in good order alone.
  flushCompileCache();
  if (stopping !== null) end(server, stopping);
  else process.stdout.write(greeting(server, settings));
  return server;
}

function end(server: RunningServer, code: number): void {
  server.close().then(
    () => process.exit(code),
    () => process.exit(1),
  );
}

function greeting({ address, setupUrl, keyNotice }: RunningServer, { origin }: Settings): string {
  const lines = [
    setupUrl === null
      ? `Triad is at ${address}`
      : `Triad is ready for its first account. Open this address; its link works until the account is made:\n${setupUrl}`,
  ];
  if (keyNotice !== null) lines.push(keyNotice);
  if (address.startsWith('http:') && !isLoopback(new URL(address).hostname)) {
    lines.push(
      'Warning: plain http. Passwords and transcripts cross the network unprotected.',
      origin === null
        ? 'Put a proxy with https before Triad and set TRIAD_ORIGIN to its address.'
        : 'Set TRIAD_ORIGIN to an https address.',
    );
  }
  return `${lines.join('\n')}\n`;
}
