import { Command } from 'commander';
import { sentenceFor } from '../sentence-for.ts';
import { readSettings, WEB_FOLDER, WORKSPACE_FOLDER } from '../settings.ts';
import type { Flags } from '../settings.ts';
import { buildWebIfChanged } from '../web/build-web.ts';
import { addServeOptions } from './serve-options.ts';

/** Builds what changed and serves. */
export async function startCommand(): Promise<void> {
  const command = addServeOptions(new Command('start'))
    .description('Builds the web app if it changed, serves Triad, and prints one address.')
    .action(async (flags: Flags) => {
      const settings = readSettings(flags);
      // What takes long to load is loaded while the sources are looked at.
      const [{ runServer }] = await Promise.all([
        import('../run-server.ts'),
        buildWebIfChanged(WORKSPACE_FOLDER, (line) => process.stdout.write(`${line}\n`)),
      ]);
      await runServer(settings, WEB_FOLDER);
    });
  try {
    await command.parseAsync();
  } catch (error) {
    process.stderr.write(`${sentenceFor(error)}\n`);
    process.exitCode = 2;
  }
}
