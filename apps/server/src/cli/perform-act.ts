import { StorageError } from '@triad/storage';
import { addressFor } from '../addresses.ts';
import { askControl } from '../control.ts';
import { performAct } from '../control-acts.ts';
import type { ControlRequest } from '../control-acts.ts';
import { SILENT } from '../events/silent.ts';
import { makeOriginCheck } from '../http/origins.ts';
import { openContext } from '../open-context.ts';
import type { OpenContext } from '../open-context.ts';
import { CommandProblem } from '../sentence-for.ts';
import { makeLog } from '../settings.ts';
import type { Settings } from '../settings.ts';

/**
 * By the server that holds the data folder, or on the folder itself where none runs; with MongoDB by
 * the server alone.
 */
export async function askOrPerform(settings: Settings, request: ControlRequest): Promise<unknown> {
  const answer = await askControl(settings.dataFolder, request);
  if (answer !== null) {
    if ('problem' in answer) throw new CommandProblem(answer.problem);
    return answer.result;
  }
  if (settings.store.kind === 'mongodb') {
    // A server elsewhere may have it open, whose unfinished work an opening would take for a crash's.
    throw new CommandProblem(
      `No server answers in ${settings.dataFolder}. With MongoDB this command is given where the server runs, with its TRIAD_DATA, while it runs.`,
    );
  }
  const { context, keyNotice, close } = await open(settings);
  try {
    const result = await performAct(context, request);
    // Results alone stand on standard output.
    if (keyNotice !== null) process.stderr.write(`${keyNotice}\n`);
    return result;
  } finally {
    await close();
  }
}

async function open(settings: Settings): Promise<OpenContext> {
  const { origin, host, port } = settings;
  try {
    return await openContext({
      dataFolder: settings.dataFolder,
      keysFolder: settings.keysFolder,
      serverKey: settings.serverKey,
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
