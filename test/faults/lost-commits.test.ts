import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { OPERATOR_MESSAGES } from '../../apps/server/src/messages.ts';
import { WORKSPACE } from '../support/workspace.ts';
import type { Coder } from './whole-server/coder.ts';
import { readDocument } from './whole-server/tab.ts';
import { openCoder, openStage } from './whole-server/stage.ts';
import type { Stage } from './whole-server/stage.ts';
import { cutLog, logPosition } from './whole-server/write-ahead-log.ts';

/*
 * What was acknowledged is taken away with the end of the write-ahead log: those who still hold it
 * bring it back, and what nobody holds is said to be missing.
 */

const CLI = join(WORKSPACE, 'apps', 'server', 'src', 'cli.ts');
/** The log is copied every half second: then nothing of it is lost by cutting, and it is done anew. */
const TRIES = 20;

/** Eight, five and four acts, each an update. */
const LOST_UPDATES = 17;

type Status = {
  readonly loss: {
    readonly commits: number;
    readonly updates: number;
    readonly documents: readonly {
      readonly name: string;
      readonly updates: number;
      readonly writtenSince: boolean;
    }[];
  } | null;
  readonly earlierLosses: readonly unknown[];
};

async function statusOf({ server }: Stage): Promise<Status> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [CLI, 'status', '--data', server.folder],
    { cwd: WORKSPACE },
  );
  return JSON.parse(stdout) as Status;
}

async function code(coder: Coder, acts: number): Promise<void> {
  // What is made before the first sync goes over as one update.
  await coder.untilSaved();
  for (let n = 0; n < acts; n += 1) coder.act();
  await coder.untilSaved();
}

type Lost = {
  /** Had coded before; her tab stays open. */
  readonly stayed: Coder;
  /** Began his layer in what was lost; his tab stays open. */
  readonly began: Coder;
  /** Their tab is closed. */
  readonly left: Coder;
};

/** Three coders have everything acknowledged, and the log is cut at where it was before. */
async function lose(stage: Stage): Promise<Lost | null> {
  const { server, lead, colleagues, project, random } = stage;
  const [ben = lead, cleo = lead] = colleagues;
  const transcript = await lead.import(project, 'To be lost', { turns: 4, originalBytes: 0 });
  const stayed = await openCoder(lead, transcript, random);
  const left = await openCoder(ben, transcript, random);
  await Promise.all([code(stayed, 12), code(left, 3)]);
  const before = logPosition(server.folder);
  const began = await openCoder(cleo, transcript, random);
  await Promise.all([code(began, 8), code(stayed, 5), code(left, 4)]);
  await server.kill();
  left.close();
  const after = logPosition(server.folder);
  const all = [stayed, began, left];
  for (const coder of all) onTestFinished(() => coder.close());
  if (before.salt === after.salt) cutLog(server.folder, before.endBytes);
  // Before they come back the server says what it has by itself.
  for (const coder of all) coder.disconnect();
  await server.start();
  // A copy that came between keeps some of it.
  const { loss } = await statusOf(stage);
  if (loss?.documents.length === all.length && loss.updates === LOST_UPDATES)
    return { stayed, began, left };
  for (const coder of all) coder.close();
  return null;
}

test('acknowledged updates that a cut log has lost come back from those who hold them', async () => {
  const stage = await openStage(1);
  onTestFinished(() => stage.end());
  const { server, lead } = stage;
  let lost: Lost | null = null;
  for (let n = 0; n < TRIES && lost === null; n += 1) lost = await lose(stage);
  if (lost === null) throw new Error(`in ${TRIES} tries nothing was lost`);
  const { stayed, began, left } = lost;

  const { loss: found, earlierLosses } = await statusOf(stage);
  const named = new Map(found?.documents.map(({ name, updates }) => [name.split('@')[0], updates]));
  expect(named.get(stayed.head.name)).toBe(5);
  expect(named.get(left.head.name)).toBe(4);
  expect(named.get(began.head.name)).toBe(8);
  expect(found?.updates).toBe(LOST_UPDATES);
  const said = server.lines.find(({ msg }) => msg.includes('write-ahead log was damaged'));
  expect(said).toMatchObject({ level: 50, commits: found?.commits, updates: LOST_UPDATES });
  expect(server.lines.map(({ msg }) => msg)).toContain(OPERATOR_MESSAGES.lostLayersBack());
  expect(stayed.faultIn(await readDocument(lead, stayed.head))).not.toBeNull();

  for (const coder of [stayed, began]) coder.connect();
  for (const coder of [stayed, began]) {
    await coder.untilSaved();
    expect(coder.differenceTo(await readDocument(lead, coder.head))).toBeNull();
  }
  const { loss } = await statusOf(stage);
  const back = loss?.documents.filter(({ writtenSince }) => writtenSince);
  expect(back?.map(({ name }) => name.split('@')[0]).sort()).toEqual(
    [stayed.head.name, began.head.name].sort(),
  );
  const missing = loss?.documents.find(({ writtenSince }) => !writtenSince);
  expect(missing).toMatchObject({ updates: 4 });
  expect(missing?.name.startsWith(left.head.name)).toBe(true);

  // It stays known, and is not found twice.
  await server.kill();
  await server.start();
  const later = await statusOf(stage);
  expect(later.loss).toBeNull();
  expect(later.earlierLosses).toEqual([...earlierLosses, found].map(withoutWrittenSince));
  for (const coder of [stayed, began]) {
    expect(coder.differenceTo(await readDocument(lead, coder.head))).toBeNull();
  }
}, 360_000);

/** What the store keeps of a loss; who wrote since is known while the server runs. */
function withoutWrittenSince(loss: unknown): unknown {
  if (typeof loss !== 'object' || loss === null || !('documents' in loss)) return loss;
  const documents = (loss.documents as NonNullable<Status['loss']>['documents']).map(
    ({ name, updates }) => ({ name, updates }),
  );
  return { ...loss, documents };
}
