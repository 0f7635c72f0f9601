import type { DocumentAnswer } from '@triad/collab';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../../bench/support/random.ts';
import type { Random } from '../../bench/support/random.ts';
import { Caller } from './caller.ts';
import { Coder } from './coder.ts';
import { KillableServer } from './killable-server.ts';

/** A server with a project, a lead, coders with accounts of their own, and one transcript. */
export type Stage = {
  readonly server: KillableServer;
  readonly random: Random;
  readonly lead: Caller;
  readonly colleagues: readonly Caller[];
  readonly project: string;
  readonly transcript: string;
  end(): Promise<void>;
};

const COLLEAGUES = 3;

export async function openStage(seed: number): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'triad-crash-'));
  const server = new KillableServer(folder);
  await server.start();
  const lead = await Caller.first(server);
  const { id: project } = await lead.call('createProject', {}, { title: 'Steady' });
  const colleagues: Caller[] = [];
  for (let n = 0; n < COLLEAGUES; n += 1) {
    colleagues.push(await lead.invite(project, ['coder'], `coder${n}`));
  }
  const transcript = await lead.import(project, 'Steady', { turns: 40, originalBytes: 0 });
  return {
    server,
    random: seeded(seed),
    lead,
    colleagues,
    project,
    transcript,
    end: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The documents of a transcript, as somebody is told of them; this begins their own layer. */
export async function documentsOf(
  caller: Caller,
  transcript: string,
): Promise<readonly DocumentAnswer[]> {
  return (await caller.call('readTranscript', { transcript })).documents;
}

/** A tab of somebody on their own layer of a transcript. */
export async function openCoder(
  caller: Caller,
  transcript: string,
  random: Random,
): Promise<Coder> {
  const own = (await documentsOf(caller, transcript)).find(
    ({ kind, writable }) => kind === 'layer' && writable,
  );
  if (own === undefined) throw new Error('no layer of their own');
  return new Coder(caller, own, random);
}
