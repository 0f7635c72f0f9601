import type { LongAct } from '../../../apps/server/src/long-act.ts';
import type { Coder } from './coder.ts';
import { openCoder } from './stage.ts';
import type { Stage } from './stage.ts';

/** An act that is ready to be begun. */
export type ReadyAct = {
  /** By what the server's log names it; null: the next of its kind. */
  readonly id: string | null;
  /** Resolves when the server answered that it is done; rejects when it is cut. */
  begin(): Promise<unknown>;
  /** Coders that are part of it, checked like all others; their tabs are closed after the round. */
  readonly coders: readonly Coder[];
  /** The transcript or project that must be gone if the server said so. */
  readonly removes?: { readonly kind: 'transcript' | 'project'; readonly id: string };
};

export type CutAct = {
  readonly act: LongAct;
  ready(stage: Stage, number: number): Promise<ReadyAct>;
};

/**
 * The acts to be cut in the middle. One that takes several writes belongs here: it says in the log
 * when it begins and ends (apps/server/src/long-act.ts), and a line here lets it be begun.
 */
export const CUT_ACTS: readonly CutAct[] = [
  { act: 'compaction', ready: readyCompaction },
  { act: 'import', ready: readyImport },
  { act: 'transcript removal', ready: readyTranscriptRemoval },
  { act: 'project removal', ready: readyProjectRemoval },
];

/** Bytes of the original of what is imported: several pieces, each a write of its own. */
const ORIGINAL_BYTES = 3_000_000;
/** UTF-16 units of a memo, and how many: more than the 64 KiB that start a compaction. */
const LONG_MEMO_UTF16 = 19_000;
const LONG_MEMOS = 6;

async function readyCompaction(stage: Stage, number: number): Promise<ReadyAct> {
  const { lead, colleagues, project, random } = stage;
  const transcript = await lead.import(project, `Long memos ${number}`, {
    turns: 4,
    originalBytes: 0,
  });
  const [colleague = lead] = colleagues;
  const coder = await openCoder(colleague, transcript, random);
  await coder.untilSaved();
  return {
    id: coder.head.name,
    coders: [coder],
    begin: async () => {
      for (let n = 0; n < LONG_MEMOS; n += 1) coder.act(LONG_MEMO_UTF16);
      await coder.untilSaved();
    },
  };
}

function readyImport({ lead, project }: Stage, number: number): Promise<ReadyAct> {
  const size = { turns: 60, originalBytes: ORIGINAL_BYTES };
  return Promise.resolve({
    id: null,
    coders: [],
    begin: () => lead.import(project, `Import ${number}`, size),
  });
}

async function readyTranscriptRemoval(stage: Stage, number: number): Promise<ReadyAct> {
  const { lead, project } = stage;
  const transcript = await fullTranscript(stage, project, number);
  return {
    id: transcript,
    coders: [],
    begin: () => lead.call('removeTranscript', { transcript }),
    removes: { kind: 'transcript', id: transcript },
  };
}

async function readyProjectRemoval(stage: Stage, number: number): Promise<ReadyAct> {
  const { lead } = stage;
  const { id: project } = await lead.call('createProject', {}, { title: `Passing ${number}` });
  await fullTranscript({ ...stage, colleagues: [] }, project, number);
  await lead.call('createParticipant', { project }, { pseudonym: '#1', description: '' });
  return {
    id: project,
    coders: [],
    begin: () => lead.call('removeProject', { project }),
    removes: { kind: 'project', id: project },
  };
}

/** A transcript with an original, comments, and a layer of everybody. */
async function fullTranscript(stage: Stage, project: string, number: number): Promise<string> {
  const { lead, colleagues, random } = stage;
  const transcript = await lead.import(project, `Passing ${number}`, {
    turns: 20,
    originalBytes: ORIGINAL_BYTES,
  });
  await Promise.all(
    [lead, ...colleagues].map(async (caller) => {
      const coder = await openCoder(caller, transcript, random);
      for (let n = 0; n < 5; n += 1) coder.act();
      await coder.untilSaved();
      coder.close();
      await caller.call(
        'createComment',
        { transcript },
        { target: { kind: 'transcript' }, text: `comment ${number}` },
      );
    }),
  );
  return transcript;
}
