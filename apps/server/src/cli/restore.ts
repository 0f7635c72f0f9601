import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { MESSAGES } from '../messages.ts';
import { readSettings, refuseMongodb } from '../settings.ts';

type RestoreFlags = { readonly to?: string; readonly moveAside?: boolean };

/** `triad restore BACKUP` */
export function restoreCommand(): Command {
  return new Command('restore')
    .description(
      'Verifies a backup and restores it into a data folder that is empty or not there yet. No server may run on that folder.',
    )
    .argument('<backup>', 'the folder of one backup')
    .option('--to <folder>', 'the data folder (default: TRIAD_DATA, else ./data)')
    .option('--move-aside', 'renames a data folder that is not empty, instead of refusing')
    .action(async (backup: string, { to, moveAside }: RestoreFlags) => {
      const settings = readSettings(to === undefined ? {} : { data: to });
      refuseMongodb(settings, 'pnpm triad restore');
      const { dataFolder, keysFolder } = settings;
      const [{ restoreBackup }, { refuseUnreadable }] = await Promise.all([
        import('../backup/restore-backup.ts'),
        import('./describe-backup.ts'),
      ]);
      const { verified, ...restored } = await restoreBackup({
        backup: resolve(backup),
        dataFolder,
        moveAside: moveAside === true,
        at: new Date(),
      });
      const { madeAt, triad } = verified.manifest;
      process.stdout.write(`${JSON.stringify({ ...restored, madeAt, triad }, null, 2)}\n`);
      process.stderr.write(`${MESSAGES['restore/again']()}\n`);
      if (!existsSync(keysFolder)) {
        process.stderr.write(`${MESSAGES['restore/keys'](keysFolder)}\n`);
      }
      refuseUnreadable(verified);
    });
}
