import type { TextIndex, TurnContent } from '@triad/collab';
import { indexText, writeTranscript } from '@triad/collab';
import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { createDemoAccount } from '../../../apps/server/src/accounts/accounts.ts';
import { sessionCookieName } from '../../../apps/server/src/accounts/session-cookie.ts';
import { beginSession } from '../../../apps/server/src/accounts/sessions.ts';
import { makeSignInLink } from '../../../apps/server/src/accounts/sign-in-links.ts';
import type { Context } from '../../../apps/server/src/context.ts';
import { HOUR_MS, now } from '../../../apps/server/src/context.ts';
import type { DocumentHead } from '../../../apps/server/src/documents/host.ts';
import {
  addMember,
  draftProject,
  showProject,
} from '../../../apps/server/src/projects/projects.ts';
import { storeTranscript } from '../../../apps/server/src/transcripts/import.ts';
import type { Random } from '../support/random.ts';
import { seeded } from '../support/random.ts';
import { codeText, makeLayer } from './coding.ts';
import type { InterviewTurn } from './interview.ts';
import { makeInterview } from './interview.ts';

export type TeamShape = {
  readonly title: string;
  /** The same seed gives the same words and spans. */
  readonly seed: number;
  readonly words: number;
  readonly turns: number;
  readonly coders: number;
  /** Of all coders together. */
  readonly spans: number;
};

export type TeamCoder = {
  readonly account: string;
  readonly layer: DocumentHead;
  /** Path of a link that signs in once. */
  readonly signIn: string;
};

/** A project of several coders, its one transcript, and a layer of each. */
export type Team = {
  readonly project: string;
  readonly transcript: string;
  readonly index: TextIndex;
  readonly coders: readonly TeamCoder[];
};

const NAMES = ['Ada Brook', 'Ben Cole', 'Cato Dahl', 'Dina Elm', 'Emil Fry', 'Finn Gray'];

/** The text of a team's transcript, the same for the same seed, down to the ids of its characters. */
export function makeText(
  random: Random,
  shape: Pick<TeamShape, 'words' | 'turns'>,
): { readonly doc: Y.Doc; readonly turns: readonly InterviewTurn[] } {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const turns = makeInterview(random, shape.turns, shape.words);
  const content: readonly TurnContent[] = turns.map(({ speaker, startSeconds, paragraphs }) => ({
    id: random.uuid(),
    speaker,
    start: startSeconds,
    end: null,
    paragraphs,
  }));
  writeTranscript(doc, content);
  return { doc, turns };
}

/** The first coder leads, too. The round is open coding: everybody sees every layer. */
export async function makeTeam(context: Context, shape: TeamShape): Promise<Team> {
  const random = seeded(shape.seed);
  const accounts = [];
  for (let coder = 0; coder < shape.coders; coder += 1) {
    accounts.push(
      await createDemoAccount(context, {
        name: NAMES[coder] ?? `Coder ${coder}`,
        email: `coder-${coder}-${randomUUID()}@example.org`,
      }),
    );
  }
  const [first, ...others] = accounts;
  if (first === undefined) throw new Error('a study needs a coder');
  const draft = await draftProject(context, first.id, {
    title: shape.title,
    description: '',
    demo: false,
    firstRun: false,
  });
  const project = draft.project.id;
  const members = [draft.lead];
  for (const { id } of others) members.push(await addMember(context, project, id, ['coder']));

  const { doc, turns } = makeText(random, shape);
  const { id: transcript } = await storeTranscript(
    context,
    {
      project,
      title: 'A long conversation',
      fileName: 'a-long-conversation.txt',
      format: 'txt',
      sha256: '0'.repeat(64),
      originalKept: false,
      speakers: [
        { key: 'interviewer', name: 'Interviewer', kind: 'interviewer', participant: null },
        { key: 'participant', name: 'P1', kind: 'participant', participant: null },
      ],
      turns: shape.turns,
      words: shape.words,
      durationSeconds: turns.at(-1)?.startSeconds ?? null,
      observersRead: false,
      importedBy: draft.lead.id,
      importedAt: now(context),
    },
    Y.encodeStateAsUpdate(doc),
    null,
  );
  const index = indexText(doc);
  const spans = codeText(random, index.text, shape.coders, shape.spans);
  const coders: TeamCoder[] = [];
  for (const [coder, { id: account }] of accounts.entries()) {
    const member = members[coder]?.id ?? '';
    const layer = await context.documents.create(
      { kind: 'layer', transcript, round: draft.round, member },
      makeLayer(random, index, spans[coder] ?? [], coder + 2),
    );
    const signIn = await makeSignInLink(context, account, project, HOUR_MS);
    coders.push({ account, layer, signIn });
  }
  await showProject(context, draft);
  return { project, transcript, index, coders };
}

/** A `Cookie` header that signs an account in. */
export async function cookieOf(context: Context, account: string): Promise<string> {
  const row = await context.tables.accounts.get(account);
  if (row === null) throw new Error(`there is no account ${account}`);
  const { token } = await beginSession(context, row);
  return `${sessionCookieName(false)}=${token}`;
}
