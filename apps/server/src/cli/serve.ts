import { Command } from 'commander';
import { runServer } from '../run-server.ts';
import { DEFAULT_PORT, readSettings, WEB_FOLDER } from '../settings.ts';
import type { Flags } from '../settings.ts';

/** `triad serve` */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Serves Triad until it is told to stop, and prints its address.')
    .option('--host <host>', 'where to listen (default: this machine alone)')
    .option('--port <port>', `where to listen (default: ${DEFAULT_PORT}; 0: any free one)`)
    .option('--data <folder>', 'the data folder (default: ./data)')
    .action(async (flags: Flags) => {
      await runServer(readSettings(flags), WEB_FOLDER);
    });
}
