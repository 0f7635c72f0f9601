import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { readSettings } from '../settings.ts';
import type { Flags } from '../settings.ts';

/** `triad demo`: by the server that holds the data folder, or on the folder itself where none runs. */
export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'Makes the demo study and prints its project and members as JSON, each with a link that signs in once.',
    )
    .option(
      '--remove',
      'removes the demo projects, the accounts of their members and all that these made instead; names those that it keeps because people with accounts of their own are in them',
    )
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--port <port>', 'the port in the links, where no server runs')
    .action(async ({ remove, ...flags }: Flags & { readonly remove?: boolean }) => {
      const settings = readSettings(flags);
      const isNew = settings.store.kind === 'sqlite' && !existsSync(settings.dataFolder);
      const { askOrPerform } = await import('./perform-act.ts');
      const result = await askOrPerform(settings, {
        act: remove === true ? 'remove-demo' : 'make-demo',
      });
      if (isNew) process.stderr.write(`${newFolderNotice(settings.dataFolder)}\n`);
      process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    });
}

/** A mistyped folder would otherwise give links to a server that is not there. */
function newFolderNotice(folder: string): string {
  return `A new data folder was made at ${folder}. No server runs on it: start one with 'triad serve --data' and that folder before you use the links, or remove it if another was meant.`;
}
