import { globSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { refuseOtherNode } from './node-version.ts';
import { startWithSettings } from './process-settings.ts';

/*
 * Has Node make of every source what a server and its threads start from, and keeps it: for an image,
 * in whose file system nothing may be written later. The settings are those of a server, without which
 * what is kept would not be taken.
 */

refuseOtherNode();
startWithSettings();

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** What starts something by being loaded, and what is for tests alone. */
const LEFT_OUT =
  /src\/(start|dev|cli|fill-compile-cache|web\/dev-server)\.ts$|src\/(conformance|test-server)\//;

// Without this nothing is served, so it must load.
await import('./run-server.ts');
const sources = globSync(['apps/server/src/**/*.ts', 'packages/*/src/**/*.ts'], { cwd: ROOT });
for (const source of sources.filter((path) => !LEFT_OUT.test(path))) {
  // A script of a thread refuses to be anything else; by then it is made.
  await import(pathToFileURL(`${ROOT}${source}`).href).catch(() => undefined);
}
process.argv = [process.execPath, 'cli', '--version'];
await import('./cli.ts');
flushCompileCache();
