import { Command } from 'commander';
import { MESSAGES } from '../messages.ts';
import { backupFolder, readSettings } from '../settings.ts';
import type { Flags } from '../settings.ts';

/** `triad backup`: beside a running server or without one; it reads the store and changes nothing. */
export function backupCommand(): Command {
  return new Command('backup')
    .description(
      'Makes and verifies a backup while the server runs on, and prints where it is as JSON.',
    )
    .option(
      '--to <folder>',
      'the folder in which each backup gets a folder of its own (default: TRIAD_BACKUP_TO, else the name of the data folder with -backups)',
    )
    .option('--data <folder>', 'the data folder (default: ./data)')
    .action(async ({ to, ...flags }: Flags & { readonly to?: string }) => {
      const settings = readSettings(flags);
      const [{ makeBackup }, { verifyBackup }] = await Promise.all([
        import('../backup/make-backup.ts'),
        import('../backup/verify-backup.ts'),
      ]);
      const { folder } = makeBackup({
        dataFolder: settings.dataFolder,
        to: backupFolder(settings, to),
        at: new Date(),
        cause: 'asked',
      });
      const verified = verifyBackup(folder);
      const { describeBackup } = await import('./describe-backup.ts');
      process.stdout.write(`${JSON.stringify(describeBackup(verified), null, 2)}\n`);
      process.stderr.write(`${MESSAGES['backup/keys-apart']()}\n`);
    });
}
