import { Command } from 'commander';
import { readSettings } from '../settings.ts';
import type { Flags } from '../settings.ts';

/** `triad status`: what the server that holds the data folder says of itself and its store. */
export function statusCommand(): Command {
  return new Command('status')
    .description(
      'Prints as JSON how the store is: what is missing after damage, which documents were written to since, and what is open.',
    )
    .option('--data <folder>', 'the data folder (default: ./data)')
    .action(async (flags: Flags) => {
      const { askOrPerform } = await import('./perform-act.ts');
      const result = await askOrPerform(readSettings(flags), { act: 'status' });
      process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    });
}
