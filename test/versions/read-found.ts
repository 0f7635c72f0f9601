import {
  indexText,
  layerFields,
  listStatements,
  readSentence,
  readSpan,
  cmocFields,
} from '@triad/collab';
import type { DocumentAnswer } from '@triad/collab';
import { createHash } from 'node:crypto';
import type * as Y from 'yjs';
import { readDocument } from '../faults/whole-server/tab.ts';
import type { Caller } from '../faults/whole-server/caller.ts';
import { waitUntil } from '../faults/whole-server/wait-until.ts';

/** What somebody finds on a server, in plain facts that no later version may change; words as SHA-256. */
export type Found = { readonly projects: readonly FoundProject[] };

export type FoundProject = {
  readonly title: string;
  /** `name: roles`. */
  readonly members: readonly string[];
  /** `kind state title`. */
  readonly rounds: readonly string[];
  readonly statements: Words;
  /** Open, or expired since. */
  readonly invites: number;
  readonly transcripts: readonly FoundTranscript[];
  /** `number state evidence sign-offs`, then the sentence. */
  readonly cmocs: readonly (readonly [facts: string, sentence: string])[];
  /** Links for outside reviewers, with what they answered. */
  readonly reviews: readonly string[];
};

export type FoundTranscript = {
  readonly title: string;
  readonly turns: number;
  readonly text: string;
  readonly original: string | null;
  readonly comments: number;
  readonly redactions: number;
  /** Agreed, decided and open places; null where nothing was compared. */
  readonly places: string | null;
  /** Each layer that may be opened, the agreed one too, by its spans: role and quote. */
  readonly layers: readonly Words[];
};

/** So many, and the SHA-256 of all, sorted. */
type Words = { readonly count: number; readonly sha256: string };

const sha = (words: string): string => createHash('sha256').update(words).digest('hex');
const sorted = (words: readonly string[]): readonly string[] => [...words].sort();
const wordsOf = (all: readonly string[]): Words => ({
  count: all.length,
  sha256: sha(sorted(all).join('\n')),
});
const bySha = (a: Words, b: Words): number => (a.sha256 < b.sha256 ? -1 : 1);

/** All that a lead finds; documents over y-websocket, each whole. */
export async function readFound(lead: Caller): Promise<Found> {
  const projects = await lead.call('listProjects');
  const found = [];
  for (const { id } of projects.toSorted((a, b) => (a.title < b.title ? -1 : 1))) {
    found.push(await readProject(lead, id));
  }
  return { projects: found };
}

async function readProject(lead: Caller, project: string): Promise<FoundProject> {
  const { title, rounds, theory } = await lead.call('readProject', { project });
  const members = await lead.call('listMembers', { project });
  const invites = await lead.call('listInvites', { project });
  const statements = await open(lead, theory, (doc) => listStatements(doc));
  const transcripts = await lead.call('listTranscripts', { project });
  const places = await readPlaces(lead, project);
  const readTexts = [];
  for (const { id } of transcripts.toSorted((a, b) => (a.title < b.title ? -1 : 1))) {
    readTexts.push({
      ...(await readTranscript(lead, id)),
      places: places.get(id) ?? null,
    });
  }
  const { cmocs } = await lead.call('listCmocs', { project });
  const readCmocs: (readonly [string, string])[] = [];
  for (const { id, number, state, evidence, latest } of cmocs) {
    const { document, versions } = await lead.call('readCmoc', { project, cmoc: id });
    const sentence = await open(lead, document, (doc) => readSentence(cmocFields(doc).sentence));
    const signed = versions.flatMap(({ signOffs }) => signOffs).length;
    const weights = Object.values(evidence).join('/');
    readCmocs.push([
      `${number} ${state} ${weights} ${latest?.number ?? 0}/${signed}`,
      sha(sentence.map(({ text }) => text).join('')),
    ]);
  }
  const reviews = await lead.call('listReviewLinks', { project });
  return {
    title,
    members: sorted(members.map(({ name, roles }) => `${name}: ${sorted(roles).join(' ')}`)),
    rounds: sorted(rounds.map((round) => `${round.kind} ${round.state} ${round.title}`)),
    statements: wordsOf(statements.map(({ title: head, sentence }) => `${head}: ${sentence}`)),
    invites: invites.filter(({ state }) => state !== 'used').length,
    transcripts: readTexts,
    cmocs: readCmocs,
    reviews: sorted(
      reviews.map(({ items }) => `${items.length} ${items.filter(({ reply }) => reply).length}`),
    ),
  };
}

async function readTranscript(
  lead: Caller,
  transcript: string,
): Promise<Omit<FoundTranscript, 'places'>> {
  const { title, turns, original, documents } = await lead.call('readTranscript', { transcript });
  const comments = await lead.call('listComments', { transcript });
  const { redactions } = await lead.call('readHistory', { transcript });
  const texts: string[] = [];
  const layers: Words[] = [];
  for (const document of documents) {
    if (document.kind === 'transcript') {
      texts.push(await open(lead, document, (doc) => indexText(doc).text));
    } else layers.push(wordsOf(await open(lead, document, spansOf)));
  }
  return {
    title,
    turns,
    text: sha(texts.join('\n\n')),
    original: original.kept ? sha(String(await lead.call('readOriginal', { transcript }))) : null,
    comments: comments.length,
    redactions: redactions.length,
    layers: layers.toSorted(bySha),
  };
}

function spansOf(doc: Y.Doc): readonly string[] {
  const { spans } = layerFields(doc);
  return Array.from(spans, ([id, value]) => {
    const span = readSpan(id, value);
    if (span === null) throw new Error('a span cannot be read');
    return `${span.role} ${span.anchor.quote}`;
  });
}

/** Once everything is compared, which a start may still be at. */
async function readPlaces(lead: Caller, project: string): Promise<ReadonlyMap<string, string>> {
  const overview = () => lead.call('readAdjudicationOverview', { project });
  await waitUntil('all is compared', async () =>
    (await overview()).transcripts.every(({ places }) => places !== null),
  );
  return new Map(
    (await overview()).transcripts.map(({ id, places }) => [
      id,
      `${places?.agreed} ${places?.decided} ${places?.open}`,
    ]),
  );
}

async function open<T>(
  lead: Caller,
  document: DocumentAnswer,
  read: (doc: Y.Doc) => T,
): Promise<T> {
  const doc = await readDocument(lead, document);
  try {
    return read(doc);
  } finally {
    doc.destroy();
  }
}
