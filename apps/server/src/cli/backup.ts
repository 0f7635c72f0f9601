import { Command } from 'commander';
import type { BackupStanding } from '../backup/schedule.ts';
import { MESSAGES } from '../messages.ts';
import { CommandProblem } from '../sentence-for.ts';
import { backupFolder, readSettings } from '../settings.ts';
import type { Flags, Settings } from '../settings.ts';

const NOT_HERE = new Set([
  'sealing/store-missing',
  'sealing/key-missing',
  'sealing/shared-key-missing',
]);

type BackupFlags = Flags & { readonly to?: string; readonly status?: boolean };

/** `triad backup`: beside a running server or without one; it reads the store and changes nothing. */
export function backupCommand(): Command {
  return new Command('backup')
    .description(
      'Makes and verifies a backup while the server runs on, opens what is sealed in it where its keys are at hand, and prints where it is as JSON.',
    )
    .option(
      '--to <folder>',
      'the folder in which each backup gets a folder of its own (default: TRIAD_BACKUP_TO, else the name of the data folder with -backups)',
    )
    .option(
      '--status',
      'makes none; prints those that are there and how it stands with those that the server makes by itself',
    )
    .option('--data <folder>', 'the data folder (default: ./data)')
    .action(async ({ to, status, ...flags }: BackupFlags) => {
      const settings = readSettings(flags);
      if (status === true) await tellStatus(settings, to);
      else await makeOne(settings, to);
    });
}

async function makeOne(settings: Settings, to: string | undefined): Promise<void> {
  const [{ backUpAndRead }, { describeBackup }] = await Promise.all([
    import('../backup/back-up.ts'),
    import('./describe-backup.ts'),
  ]);
  const read = await backUpAndRead(settings, backupFolder(settings, to), new Date());
  const { folder } = read;
  const described = { ...describeBackup(read), opened: read.opened };
  process.stdout.write(`${JSON.stringify(described, null, 2)}\n`);
  process.stderr.write(`${MESSAGES['backup/keys-apart']()}\n`);
  if (read.fault !== null) throw read.fault;
  if (read.withoutKeys === null) return;
  // Who runs this may well not have the keys; wrong ones are another matter.
  if (!NOT_HERE.has(read.withoutKeys.code)) throw read.withoutKeys;
  process.stderr.write(`${MESSAGES['backup/keys-not-here'](settings.keysFolder, folder)}\n`);
}

/** Exit code 2, with the reason, where the last one that was due is not there. */
async function tellStatus(settings: Settings, to: string | undefined): Promise<void> {
  const [{ askControl }, { listBackups }, { describeListed }] = await Promise.all([
    import('../control.ts'),
    import('../backup/list-backups.ts'),
    import('./describe-backup.ts'),
  ]);
  const answer = await askControl(settings.dataFolder, { act: 'backup-status' });
  if (answer !== null && 'problem' in answer) throw new CommandProblem(answer.problem);
  const schedule = (answer?.result ?? null) as BackupStanding | null;
  const folder = to === undefined && schedule !== null ? schedule.to : backupFolder(settings, to);
  const backups = listBackups(folder).map(describeListed);
  const status = { folder, backups, serverRuns: answer !== null, schedule };
  process.stdout.write(`${JSON.stringify(status, null, 2)}\n`);
  if (schedule !== null && schedule.failure !== null) {
    const { at, sentence } = schedule.failure;
    throw new CommandProblem(MESSAGES['backup/due'](at, sentence));
  }
}
