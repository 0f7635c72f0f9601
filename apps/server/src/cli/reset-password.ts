import { Command } from 'commander';
import { readSettings } from '../settings.ts';
import type { Flags } from '../settings.ts';

/** `triad reset-password EMAIL`: a way back for somebody who forgot theirs; Triad sends no mail. */
export function resetPasswordCommand(): Command {
  return new Command('reset-password')
    .description(
      'Gives an account a new password, prints it as JSON, and ends all sessions of the account.',
    )
    .argument('<email>', 'the address of the account')
    .option('--data <folder>', 'the data folder (default: ./data)')
    .action(async (email: string, flags: Flags) => {
      const settings = readSettings(flags);
      const { askOrPerform } = await import('./perform-act.ts');
      const result = await askOrPerform(settings, { act: 'reset-password', email });
      process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    });
}
