import { Command } from 'commander';
import { join } from 'node:path';
import { addServeOptions } from '../cli/serve-options.ts';
import { runServer } from '../run-server.ts';
import { sentenceFor } from '../sentence-for.ts';
import { readSettings, WORKSPACE_FOLDER } from '../settings.ts';
import type { Flags } from '../settings.ts';
import { makeDevWeb } from './dev-web.ts';

/* The server that `pnpm dev` watches and starts anew. */

const command = addServeOptions(new Command('dev'))
  .description('Serves Triad for its developers: reloads what changes.')
  .action(async (flags: Flags) => {
    await runServer(readSettings(flags), makeDevWeb(join(WORKSPACE_FOLDER, 'apps/web')));
  });
try {
  await command.parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceFor(error)}\n`);
  process.exitCode = 2;
}
