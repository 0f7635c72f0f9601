import { Command } from 'commander';
import { resolve } from 'node:path';
import { readSettings } from '../settings.ts';

/** `triad verify BACKUP [--keys FOLDER]`: needs nothing but the backup, and to open it its keys. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'Reads a backup from end to end, changes nothing, and prints what is in it as JSON. Needs no server and no data folder.',
    )
    .argument('<backup>', 'the folder of one backup')
    .option(
      '--keys <folder>',
      "opens all that is sealed as well, with the key store in this folder and the server's key (TRIAD_KEY, else its file there)",
    )
    .action(async (backup: string, { keys }: { readonly keys?: string }) => {
      const [{ tryKeys, verifyBackup }, { describeBackup, refuseUnreadable }] = await Promise.all([
        import('../backup/verify-backup.ts'),
        import('./describe-backup.ts'),
      ]);
      const verified = verifyBackup(resolve(backup));
      const opened =
        keys === undefined
          ? undefined
          : await tryKeys(verified.folder, resolve(keys), readSettings({}).serverKey);
      const described = { ...describeBackup(verified), opened };
      process.stdout.write(`${JSON.stringify(described, null, 2)}\n`);
      refuseUnreadable(verified);
    });
}
