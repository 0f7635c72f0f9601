import { isDeepStrictEqual } from 'node:util';
import type { LongAct } from '../../../apps/server/src/long-act.ts';
import type { Caller } from './caller.ts';
import { readDocument } from './tab.ts';
import type { Coder } from './coder.ts';
import { holdsAll, writeAsEarlier } from './earlier-layers.ts';
import { documentsOf, openCoder } from './stage.ts';
import type { Stage } from './stage.ts';

/** An act that is ready to be begun. */
export type ReadyAct = {
  /** By what the server's log names it; null: the next of its kind. */
  readonly id: string | null;
  /**
   * Resolves when the server answered that it is done, with the id of the transcript that it made,
   * if any; rejects when it is cut.
   */
  begin(): Promise<string | null>;
  /** Coders that are part of it, checked like all others; their tabs are closed after the round. */
  readonly coders: readonly Coder[];
  /** What must be gone if the server said so, and otherwise gone or whole. */
  readonly removes?: Removed;
  /** What is wrong with what came of it, if anything; `done`: the server had answered. */
  check?(done: boolean): Promise<string | null>;
};

export type Removed = {
  readonly id: string;
  /** Itself, or of the project that it is. */
  readonly transcript: string;
  readonly project: string;
  /** As it was before. */
  readonly content: unknown;
};

export type CutAct = {
  readonly act: LongAct;
  /** Several follow one another: the kill may fall into any, up to so many lengths of one later. */
  readonly many?: number;
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
  { act: 'closing of a round', ready: readyRoundClosing },
  { act: 'migration', many: 3, ready: readyMigration },
  { act: 'redaction', ready: readyRedaction },
];

/** Bytes of the original of what is imported: several pieces, each a write of its own. */
const ORIGINAL_BYTES = 3_000_000;
/** UTF-16 units of a memo, and how many: more than the 64 KiB that start a compaction. */
const LONG_MEMO_UTF16 = 19_000;
const LONG_MEMOS = 6;
/** Spans in each layer of an earlier version: so many that writing it anew takes a while. */
const EARLIER_SPANS = 1_500;

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
      return null;
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
    begin: () => lead.call('removeTranscript', { transcript }).then(() => null),
    removes: {
      id: transcript,
      transcript,
      project,
      content: await contentOfTranscript(lead, project, transcript),
    },
  };
}

async function readyProjectRemoval(stage: Stage, number: number): Promise<ReadyAct> {
  const { lead } = stage;
  const { id: project } = await lead.call('createProject', {}, { title: `Passing ${number}` });
  const transcript = await fullTranscript({ ...stage, colleagues: [] }, project, number);
  await lead.call('createParticipant', { project }, { pseudonym: '#1', description: '' });
  return {
    id: project,
    coders: [],
    begin: () => lead.call('removeProject', { project }).then(() => null),
    removes: {
      id: project,
      transcript,
      project,
      content: await contentOfTranscript(lead, project, transcript),
    },
  };
}

/** A blind round in which everybody has marked, of two transcripts. */
async function readyRoundClosing(stage: Stage, number: number): Promise<ReadyAct> {
  const { lead, colleagues, project, random } = stage;
  const transcripts: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    transcripts.push(
      await lead.import(project, `Round ${number}.${n}`, { turns: 8, originalBytes: 0 }),
    );
  }
  const coders = await Promise.all(
    colleagues.map(async (caller) => (await caller.call('readProject', { project })).me),
  );
  const round = await lead.call(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: `Round ${number}`,
      transcripts,
      coders,
      due: { at: '2999-01-01T00:00:00Z', zone: 'UTC' },
      ownEarlier: false,
    },
  );
  const layers: { readonly coder: Coder; readonly transcript: string; readonly member: string }[] =
    [];
  for (const transcript of transcripts) {
    for (const [index, caller] of colleagues.entries()) {
      const coder = await openCoder(caller, transcript, random);
      for (let n = 0; n < 10; n += 1) coder.act();
      layers.push({ coder, transcript, member: coders[index] ?? '' });
    }
  }
  for (const { coder } of layers) await coder.untilSaved();
  for (const { coder } of layers) coder.close();
  const params = { project, round: round.id };
  return {
    id: round.id,
    coders: [],
    begin: () =>
      lead
        .call('closeRound', params, { version: round.version, transcripts: null })
        .then(() => null),
    check: async (done) => {
      const { rounds } = await lead.call('readProject', { project });
      const state = rounds.find(({ id }) => id === round.id)?.state;
      const { copies } = await lead.call('readRoundRecord', params);
      if (state === 'open' && !done) return copies.length === 0 ? null : 'an open round has copies';
      if (state !== 'closed') return `a round is ${state} after a start`;
      if (copies.length !== layers.length) return `a closed round has ${copies.length} copies`;
      for (const { coder, transcript, member } of layers) {
        const copy = copies.find(
          (each) => each.transcript === transcript && each.member === member,
        );
        if (copy?.spans !== coder.spans) return 'a copy is not what its layer was';
      }
      return null;
    },
  };
}

/**
 * A start of the present version over layers that an earlier one kept: with what their coders were
 * told is saved, and more.
 */
async function readyMigration(stage: Stage, number: number): Promise<ReadyAct> {
  const { server, lead, colleagues, project, random } = stage;
  const transcript = await lead.import(project, `Earlier ${number}`, {
    turns: 4,
    originalBytes: 0,
  });
  const coders = await Promise.all(
    colleagues.map((caller) => openCoder(caller, transcript, random)),
  );
  for (const coder of coders) for (let n = 0; n < 20; n += 1) coder.act();
  for (const coder of coders) await coder.untilSaved();
  await server.stop();
  const layers = await writeAsEarlier(server.folder, coders, EARLIER_SPANS);
  for (const coder of coders) coder.close();
  return {
    id: null,
    coders: [],
    begin: async () => {
      await server.start();
      return null;
    },
    check: async () => {
      const documents = await documentsOf(lead, transcript);
      for (const layer of layers) {
        const head = documents.find(({ name }) => name === layer.head.name);
        if (head === undefined) return `${layer.head.name} of an earlier version is not listed`;
        const doc = await readDocument(lead, head);
        if (!holdsAll(doc, layer)) return `${layer.head.name} is not what an earlier version kept`;
      }
      return null;
    },
  };
}

/** Words that stand in every second turn, with layers, comments and an original. */
async function readyRedaction(stage: Stage, number: number): Promise<ReadyAct> {
  const { lead, project } = stage;
  const transcript = await fullTranscript(stage, project, number);
  const layersBefore = await layersOf(lead, project, transcript);
  const words = 'I went back';
  // As the interview is written: the first turn and a break, then 'After step 1 '.
  const startUtf16 = 'What came after step 0?\nAfter step 1 '.length;
  const place = { words, startUtf16, endUtf16: startUtf16 + words.length };
  return {
    id: transcript,
    coders: [],
    begin: () =>
      lead
        .call('redact', { transcript }, { ...place, all: true, replacement: '[gone]' })
        .then(() => null),
    check: async (done) => {
      const { redactions } = await lead.call('readHistory', { transcript });
      if (done && redactions.length !== 1) return 'a redaction is not recorded';
      const [text] = await documentsOf(lead, transcript);
      if (text === undefined) return 'a redacted transcript has no text';
      const said = JSON.stringify((await readDocument(lead, text)).getXmlFragment('text'));
      if (said.includes(words) !== (redactions.length === 0)) return 'a text is redacted in part';
      const layers = await layersOf(lead, project, transcript);
      return isDeepStrictEqual(layers, layersBefore) ? null : 'a redaction lost spans';
    },
  };
}

async function layersOf(lead: Caller, project: string, transcript: string): Promise<unknown> {
  const listed = await lead.call('listTranscripts', { project });
  return listed.find(({ id }) => id === transcript)?.layers;
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

/** Layers with their counts, comments and original: what a removal takes away one by one. */
export async function contentOfTranscript(
  lead: Caller,
  project: string,
  transcript: string,
): Promise<unknown> {
  const listed = await lead.call('listTranscripts', { project });
  const { layers, turns, original } = listed.find(({ id }) => id === transcript) ?? {};
  const comments = await lead.call('listComments', { transcript });
  return { layers, turns, original, comments: comments.length };
}
