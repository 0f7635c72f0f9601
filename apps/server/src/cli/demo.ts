import { StorageError } from '@triad/storage';
import { Command } from 'commander';
import type { Context } from '../context.ts';
import { askControl } from '../control.ts';
import type { ControlAct } from '../control.ts';
import { describeDemo } from '../demo/describe-demo.ts';
import { makeDemo } from '../demo/make-demo.ts';
import { removeDemos } from '../demo/remove-demo.ts';
import { addressFor } from '../addresses.ts';
import { SILENT } from '../events/silent.ts';
import { makeOriginCheck } from '../http/origins.ts';
import { openContext } from '../open-context.ts';
import { CommandProblem } from '../sentence-for.ts';
import { makeLog, readSettings } from '../settings.ts';
import type { Flags, Settings } from '../settings.ts';

/** `triad demo`: by the server that holds the data folder, or on the folder itself where none runs. */
export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'Makes the demo study and prints its project and members as JSON, each with a link that signs in once.',
    )
    .option('--remove', 'removes every demo project and the accounts of its members instead')
    .option('--data <folder>', 'the data folder (default: ./data)')
    .option('--port <port>', 'the port in the links, where no server runs')
    .action(async ({ remove, ...flags }: Flags & { readonly remove?: boolean }) => {
      const settings = readSettings(flags);
      const result = await perform(settings, remove === true ? 'remove-demo' : 'make-demo');
      process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    });
}

async function perform(settings: Settings, act: ControlAct): Promise<unknown> {
  const answer = await askControl(settings.dataFolder, act);
  if (answer !== null) {
    if ('problem' in answer) throw new CommandProblem(answer.problem);
    return answer.result;
  }
  const { context, close } = await open(settings);
  try {
    return act === 'make-demo'
      ? await describeDemo(context, await makeDemo(context, null))
      : await removeDemos(context);
  } finally {
    await close();
  }
}

async function open(settings: Settings): Promise<{ context: Context; close(): Promise<void> }> {
  const { origin, host, port } = settings;
  try {
    return await openContext({
      dataFolder: settings.dataFolder,
      origin: () => origin ?? addressFor(host, port),
      secure: false,
      isOwnOrigin: makeOriginCheck(origin),
      clock: () => new Date(),
      log: makeLog(settings.logLevel),
      makeAnnounce: () => SILENT,
    });
  } catch (error) {
    if (error instanceof StorageError && error.code === 'storage/in-use') {
      throw new CommandProblem(
        'Another program holds the data folder and does not answer. Stop it, or wait until it has started, and try again.',
      );
    }
    throw error;
  }
}
