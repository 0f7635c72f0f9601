import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { VerifiedBackup } from '../backup/verify-backup.ts';
import { MESSAGES } from '../messages.ts';
import { CommandProblem } from '../sentence-for.ts';
import { readSettings } from '../settings.ts';
import type { Settings } from '../settings.ts';

type RestoreFlags = {
  readonly to?: string;
  readonly moveAside?: boolean;
  readonly keys?: string;
};

/** `triad restore BACKUP` */
export function restoreCommand(): Command {
  return new Command('restore')
    .description(
      'Verifies a backup and restores it into a data folder that is empty or not there yet, or into the MongoDB that TRIAD_STORE names. No server may run on it.',
    )
    .argument('<backup>', 'the folder of one backup')
    .option(
      '--to <folder>',
      'the data folder (default: where TRIAD_STORE says; else TRIAD_DATA, else ./data)',
    )
    .option('--move-aside', 'renames a data folder that is not empty, instead of refusing')
    .option(
      '--keys <folder>',
      'into MongoDB, which has no keys yet: a copy of the key store that goes with the backup',
    )
    .action(async (given: string, flags: RestoreFlags) => {
      const settings = readSettings(flags.to === undefined ? {} : { data: flags.to });
      const backup = resolve(given);
      const verified =
        settings.store.kind === 'mongodb' && flags.to === undefined
          ? await restoreToMongodb(backup, settings, settings.store.uri, flags)
          : await restoreToFolder(backup, settings, flags);
      const { refuseUnreadable } = await import('./describe-backup.ts');
      refuseUnreadable(verified);
    });
}

async function restoreToFolder(
  backup: string,
  { dataFolder, keysFolder }: Settings,
  { moveAside, keys }: RestoreFlags,
): Promise<VerifiedBackup> {
  if (keys !== undefined) {
    throw new CommandProblem(
      '--keys is for MongoDB. For a data folder, lay a copy of the key store beside it, or name one in TRIAD_KEYS.',
    );
  }
  const { restoreBackup } = await import('../backup/restore-backup.ts');
  const { verified, ...restored } = await restoreBackup({
    backup,
    dataFolder,
    moveAside: moveAside === true,
    at: new Date(),
  });
  tell(verified, restored);
  if (!existsSync(keysFolder)) {
    process.stderr.write(`${MESSAGES['restore/keys'](keysFolder)}\n`);
  }
  return verified;
}

async function restoreToMongodb(
  backup: string,
  { dataFolder }: Settings,
  uri: () => string,
  { moveAside, keys }: RestoreFlags,
): Promise<VerifiedBackup> {
  if (moveAside === true) {
    throw new CommandProblem(
      '--move-aside is for a data folder. Name another database in TRIAD_STORE, or drop the one that is there yourself.',
    );
  }
  const { restoreIntoMongodb } = await import('../backup/restore-into-mongodb.ts');
  const keysFolder = keys === undefined ? null : resolve(keys);
  const { verified, ...restored } = await restoreIntoMongodb({
    backup,
    uri,
    dataFolder,
    keysFolder,
  });
  tell(verified, restored);
  return verified;
}

function tell({ manifest: { madeAt, triad } }: VerifiedBackup, restored: object): void {
  process.stdout.write(`${JSON.stringify({ ...restored, madeAt, triad }, null, 2)}\n`);
  process.stderr.write(`${MESSAGES['restore/again']()}\n`);
}
