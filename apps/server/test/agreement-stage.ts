import {
  addMemo,
  addSketch,
  addSpan,
  indexText,
  makeAnchor,
  ownSpan,
  quoted,
  trimRange,
} from '@triad/collab';
import type { AgreementAnswer, LayerEditor, TextIndex } from '@triad/collab';
import type { Role, SpanId } from '@triad/realist';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import { readDocument } from './http-documents.ts';
import type { Client, TestServer } from './http-harness.ts';
import { importForm, invite, newProject, setUp, shortInterview } from './http-harness.ts';
import type { Coder } from './rounds-team.ts';
import { documentsOf, LATER } from './rounds-team.ts';
import { openLayer } from './redaction-stage.ts';

export type AgreementStage = {
  readonly server: TestServer;
  readonly project: string;
  readonly transcript: string;
  readonly lead: Coder;
  readonly reviewer: Coder;
  readonly ben: Coder;
  readonly cleo: Coder;
  readonly dan: Coder;
};

/** Five turns; the words that coders mark stand once in them. */
export const TURNS = [
  { speaker: 's1', start: 0, end: 4, text: 'What was it like when you were referred?' },
  {
    speaker: 's2',
    start: 4,
    end: 30,
    text: 'There was nobody on the whole estate to talk to. My doctor wrote it down like any medicine, so I felt it was meant for me. I went and kept going.',
  },
  { speaker: 's1', start: 30, end: 34, text: 'And did you trust the link worker?' },
  {
    speaker: 's2',
    start: 34,
    end: 60,
    text: 'She rang before every session. I did not want to let her down. My weeks have a shape again now.',
  },
  { speaker: 's1', start: 60, end: 64, text: 'Thank you for telling me.' },
] as const;

/** A lead, a reviewer, three coders and one interview; the round that came with the project is open. */
export async function makeAgreementStage(server: TestServer): Promise<AgreementStage> {
  const account = await setUp(server, 'Ana');
  const { id: project, me } = await newProject(account);
  const lead: Coder = Object.assign(account, { member: me });
  return {
    server,
    project,
    transcript: await importInterview(lead, project, 'Interview 1'),
    lead,
    reviewer: await invite(lead, project, ['reviewer'], 'Rea'),
    ben: await invite(lead, project, ['coder'], 'Ben'),
    cleo: await invite(lead, project, ['coder'], 'Cleo'),
    dan: await invite(lead, project, ['coder'], 'Dan'),
  };
}

export async function importInterview(
  lead: Client,
  project: string,
  title: string,
): Promise<string> {
  const form = importForm(shortInterview({ title, turns: TURNS }));
  return (await lead.get('importTranscript', { project }, form)).id;
}

/** A mark on words that stand once in the text. */
export type Mark = {
  readonly words: string;
  readonly role: Role;
  readonly unsure?: boolean;
  readonly memo?: string;
};

export type Sketched = {
  readonly restatement: string;
  /** By place in the list of marks, or words of one's own. */
  readonly parts: readonly { readonly role: Role; readonly of: readonly number[] | string }[];
};

/** What a coder made; ids by the place in the lists. */
export type Coded = { readonly spans: readonly SpanId[]; readonly sketches: readonly string[] };

/** Puts marks and sketches into a coder's layer; resolves when they are on disk. */
export async function code(
  coder: Coder,
  transcript: string,
  round: string,
  marks: readonly Mark[],
  sketches: readonly Sketched[] = [],
): Promise<Coded> {
  const [text] = await documentsOf(coder, transcript);
  if (text === undefined) throw new Error('a transcript without a document');
  const index = indexText(await readDocument(coder, text));
  const { doc, raw } = await openLayer(coder, transcript, round);
  const before = Y.encodeStateVector(doc);
  const editor: LayerEditor = {
    doc,
    origin: null,
    now: () => '2026-03-01T09:00:00.000Z',
    newId: () => crypto.randomUUID(),
  };
  const spans = marks.map(({ words, role, unsure = false, memo }) => {
    const id = addSpan(editor, { role, unsure, anchor: anchorOn(index, words) });
    if (memo !== undefined) addMemo(editor, [{ kind: 'span', id }], memo);
    return id;
  });
  const made = sketches.map(({ restatement, parts }) =>
    addSketch(editor, {
      form: 'plain',
      restatement,
      parts: parts.map(({ role, of }) => ({
        role,
        filledBy:
          typeof of === 'string'
            ? { kind: 'inferred', words: of }
            : quoted(of.map((at) => ownSpan(spans[at] as SpanId))),
      })),
    }),
  );
  raw.update(Y.encodeStateAsUpdate(doc, before));
  await until('it is on disk', () => raw.acknowledged.length > 0 || raw.ended !== null);
  if (raw.ended !== null) throw new Error(`refused: ${raw.ended.code}`);
  return { spans, sketches: made };
}

function anchorOn(index: TextIndex, words: string) {
  const startUtf16 = index.text.indexOf(words);
  const range =
    startUtf16 < 0
      ? null
      : trimRange(index.text, { startUtf16, endUtf16: startUtf16 + words.length });
  const anchor = range && makeAnchor(index, range);
  if (anchor === null) throw new Error('the words to be marked are not there');
  return anchor;
}

/** Opens a blind round of the three coders on these transcripts. */
export async function openBlindRound(
  { lead, project, ben, cleo, dan }: AgreementStage,
  transcripts: readonly string[],
): Promise<string> {
  const coders = [ben, cleo, dan].map(({ member }) => member);
  const round = await lead.get(
    'openRound',
    { project },
    { kind: 'blind', title: '', transcripts, coders, due: LATER, ownEarlier: false },
  );
  return round.id;
}

export async function closeRound(
  { lead, project }: AgreementStage,
  round: string,
  done: readonly Coder[],
): Promise<void> {
  for (const coder of done) {
    await coder.get('setRoundDone', { project, round }, { done: true });
  }
  await lead.get(
    'closeRound',
    { project, round },
    { version: await roundVersion(lead, project, round), transcripts: null },
  );
}

export async function roundVersion(
  reader: Client,
  project: string,
  round: string,
): Promise<number> {
  const { rounds } = await reader.get('readProject', { project });
  return rounds.find(({ id }) => id === round)?.version ?? 0;
}

/** What the reader sees once nothing of it has moved on. */
export async function settled(reader: Client, project: string): Promise<AgreementAnswer> {
  let answer = await reader.get('readAgreement', { project });
  await until('agreement is worked out', async () => {
    answer = await reader.get('readAgreement', { project });
    return (
      answer.job?.state !== 'running' &&
      answer.intervals !== 'coming' &&
      answer.transcripts.every(
        ({ result, failed }) => failed !== null || result?.movedOn.length === 0,
      )
    );
  });
  return answer;
}

/**
 * Three codings in which every kind of difference is: one place all agree on, one with other ends, one
 * with other roles, one that two missed, one undecided, and two sketches that differ in a part's role.
 */
export async function codeDifferently(
  { ben, cleo, dan, transcript }: AgreementStage,
  round: string,
): Promise<{ readonly ben: Coded; readonly cleo: Coded; readonly dan: Coded }> {
  return {
    ben: await code(
      ben,
      transcript,
      round,
      [
        { words: 'There was nobody on the whole estate to talk to.', role: 'C' },
        { words: 'so I felt it was meant for me', role: 'M', memo: 'Legitimacy?' },
        { words: 'I went and kept going', role: 'O' },
        { words: 'I did not want to let her down', role: 'M' },
        { words: 'My weeks have a shape again now.', role: 'O' },
      ],
      [
        {
          restatement: 'When nobody is there, people go because it was meant for them',
          parts: [
            { role: 'C', of: [0] },
            { role: 'M', of: [1] },
            { role: 'O', of: [2] },
          ],
        },
      ],
    ),
    cleo: await code(
      cleo,
      transcript,
      round,
      [
        { words: 'There was nobody on the whole estate to talk to.', role: 'C' },
        { words: 'it was meant for me', role: 'M' },
        { words: 'I went and kept going', role: 'O' },
        { words: 'I did not want to let her down', role: 'C', unsure: true },
      ],
      [
        {
          restatement: 'Alone, they went',
          parts: [
            { role: 'C', of: [0] },
            { role: 'C', of: [1] },
            { role: 'O', of: [2] },
          ],
        },
      ],
    ),
    dan: await code(dan, transcript, round, [
      { words: 'There was nobody on the whole estate to talk to.', role: 'C' },
      { words: 'so I felt it was meant for me', role: 'M' },
      { words: 'I went and kept going', role: 'undecided' },
      { words: 'I did not want to let her down', role: 'M' },
    ]),
  };
}
