import { Command } from 'commander';
import { startWithSettings } from '../process-settings.ts';
import { readSettings, WEB_FOLDER } from '../settings.ts';
import type { Flags } from '../settings.ts';
import { addServeOptions } from './serve-options.ts';

/** `triad serve` */
export function serveCommand(): Command {
  return addServeOptions(new Command('serve'))
    .description('Serves Triad until it is told to stop, and prints its address.')
    .action(async (flags: Flags) => {
      startWithSettings();
      const { runServer } = await import('../run-server.ts');
      await runServer(readSettings(flags), WEB_FOLDER);
    });
}
