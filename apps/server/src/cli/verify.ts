import { Command } from 'commander';
import { resolve } from 'node:path';

/** `triad verify BACKUP`: needs nothing but the backup. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'Reads a backup from end to end, changes nothing, and prints what is in it as JSON. Needs no server and no data folder.',
    )
    .argument('<backup>', 'the folder of one backup')
    .action(async (backup: string) => {
      const [{ verifyBackup }, { describeBackup, refuseUnreadable }] = await Promise.all([
        import('../backup/verify-backup.ts'),
        import('./describe-backup.ts'),
      ]);
      const verified = verifyBackup(resolve(backup));
      process.stdout.write(`${JSON.stringify(describeBackup(verified), null, 2)}\n`);
      refuseUnreadable(verified);
    });
}
