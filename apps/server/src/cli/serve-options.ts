import type { Command } from 'commander';
import { DEFAULT_PORT } from '../settings.ts';

/** The options of everything that serves. */
export function addServeOptions(command: Command): Command {
  return command
    .option('--host <host>', 'where to listen (default: this machine alone)')
    .option('--port <port>', `where to listen (default: ${DEFAULT_PORT}; 0: any free one)`)
    .option('--data <folder>', 'the data folder (default: ./data)');
}
