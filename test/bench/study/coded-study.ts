import { indexText } from '@triad/collab';
import type { MemberRole } from '@triad/collab';
import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { createDemoAccount } from '../../../apps/server/src/accounts/accounts.ts';
import type { Context } from '../../../apps/server/src/context.ts';
import { now } from '../../../apps/server/src/context.ts';
import {
  addMember,
  draftProject,
  showProject,
} from '../../../apps/server/src/projects/projects.ts';
import { closeRound } from '../../../apps/server/src/rounds/closing.ts';
import { storeTranscript } from '../../../apps/server/src/transcripts/import.ts';
import type { Random } from '../support/random.ts';
import { codeText, makeLayer } from './coding.ts';
import { makeText } from './team-study.ts';

/* A project whose open round is coded by everybody, and then closed on everything. */

export type CodedStudy = Awaited<ReturnType<typeof beginStudy>>;

/** Spans of each coder; words and turns of the text. */
export type InterviewShape = {
  readonly coders: number;
  readonly spansEach: number;
  readonly words: number;
  readonly turns: number;
};

/** A text and each coder's layer of it, as updates. */
export type CodedInterview = { readonly text: Uint8Array; readonly layers: readonly Uint8Array[] };

/** The first is its lead; `others` come with their roles. */
export async function beginStudy(
  context: Context,
  title: string,
  lead: string,
  others: readonly { readonly name: string; readonly roles: readonly MemberRole[] }[],
) {
  const makeAccount = (name: string) =>
    createDemoAccount(context, { name, email: `${randomUUID()}@example.org` });
  const first = await makeAccount(lead);
  const about = { title, description: '', demo: false, firstRun: false };
  const draft = await draftProject(context, first.id, about);
  const accounts = [first];
  const members = [draft.lead];
  for (const { name, roles } of others) {
    const account = await makeAccount(name);
    accounts.push(account);
    members.push(await addMember(context, draft.project.id, account.id, [...roles]));
  }
  return { draft, project: draft.project.id, first, accounts, members };
}

/** Coders beside the lead, by number. */
export function moreCoders(count: number): Parameters<typeof beginStudy>[3] {
  return Array.from({ length: count - 1 }, (_, n) => ({
    name: `Coder ${n + 2}`,
    roles: ['coder'],
  }));
}

export function codeInterview(
  random: Random,
  { coders, spansEach, words, turns }: InterviewShape,
): CodedInterview {
  const { doc } = makeText(random, { words, turns });
  const index = indexText(doc);
  const coded = codeText(random, index.text, coders, coders * spansEach);
  const layers = coded.map((spans, coder) => makeLayer(random, index, spans, coder + 2));
  return { text: Y.encodeStateAsUpdate(doc), layers };
}

/** Imports the `nth` interview, with a layer of each member; its id. */
export async function storeInterview(
  context: Context,
  { draft, project, members }: CodedStudy,
  nth: number,
  { text, layers }: CodedInterview,
  { words, turns }: Pick<InterviewShape, 'words' | 'turns'>,
): Promise<string> {
  const { id: transcript } = await storeTranscript(
    context,
    {
      project,
      title: `Interview ${nth}`,
      fileName: `interview-${nth}.txt`,
      format: 'txt',
      sha256: '0'.repeat(64),
      originalKept: false,
      speakers: [
        { key: 'interviewer', name: 'Interviewer', kind: 'interviewer', participant: null },
        { key: 'participant', name: `P${nth}`, kind: 'participant', participant: null },
      ],
      turns,
      words,
      durationSeconds: null,
      observersRead: false,
      importedBy: draft.lead.id,
      importedAt: now(context),
    },
    text,
    null,
  );
  for (const [coder, layer] of layers.entries()) {
    const member = members[coder]?.id ?? '';
    const name = { kind: 'layer', transcript, round: draft.round, member } as const;
    await context.documents.create(name, layer);
  }
  return transcript;
}

/** Shows the project and closes its round on everything; the project as it is shown. */
export async function closeStudy(context: Context, { draft }: CodedStudy) {
  const shown = await showProject(context, draft);
  const round = await context.tables.rounds.get(draft.round);
  if (round === null) throw new Error('a study without a round');
  await closeRound(context, round, { member: draft.lead }, { version: 1, transcripts: null });
  return shown;
}
