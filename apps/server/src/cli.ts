import { Command, CommanderError } from 'commander';
import { agreementCommand } from './cli/agreement.ts';
import { backupCommand } from './cli/backup.ts';
import { consolidateCommand } from './cli/consolidate.ts';
import { demoCommand } from './cli/demo.ts';
import { migrateCommand } from './cli/migrate.ts';
import { resetPasswordCommand } from './cli/reset-password.ts';
import { restoreCommand } from './cli/restore.ts';
import { serveCommand } from './cli/serve.ts';
import { statusCommand } from './cli/status.ts';
import { transcriptCommand } from './cli/transcript.ts';
import { verifyCommand } from './cli/verify.ts';
import { refuseOtherNode } from './node-version.ts';
import { sentenceFor } from './sentence-for.ts';
import { VERSION } from './version.ts';

/* `pnpm triad <command>`: results on standard output, problems as one line on standard error. */

refuseOtherNode();
const program = new Command('triad')
  .description('Realist interview transcript coding with real-time collaboration.')
  .version(VERSION)
  .exitOverride()
  .showHelpAfterError(false)
  .configureOutput({ writeErr: (text) => process.stderr.write(oneLine(text)) })
  .addHelpText(
    'after',
    '\nSettings by environment: TRIAD_STORE, TRIAD_REDIS, TRIAD_PEER, TRIAD_DATA, TRIAD_KEY, TRIAD_KEYS, TRIAD_HOST, TRIAD_PORT, TRIAD_ORIGIN, TRIAD_PROXIES, TRIAD_LOG, TRIAD_METRICS, TRIAD_BACKUP_TO, TRIAD_BACKUP_EVERY, TRIAD_BACKUP_KEEP.',
  );
const commands = [
  serveCommand(),
  statusCommand(),
  demoCommand(),
  transcriptCommand(),
  agreementCommand(),
  consolidateCommand(),
  resetPasswordCommand(),
  backupCommand(),
  verifyCommand(),
  restoreCommand(),
  migrateCommand(),
];
for (const command of commands) {
  // Sub-commands made apart take over neither of these by themselves.
  program.addCommand(command.copyInheritedSettings(program));
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    process.stderr.write(`${sentenceFor(error)}\n`);
    if (process.env['TRIAD_LOG'] === 'debug' && error instanceof Error) {
      process.stderr.write(`${error.stack ?? ''}\n`);
    }
    process.exitCode = 2;
  }
}

function oneLine(text: string): string {
  // Usage, printed where no command was given, keeps its lines.
  return text.startsWith('error:')
    ? `${text
        .replace(/^error:\s*/, '')
        .replace(/\s+/g, ' ')
        .trim()}\n`
    : text;
}
