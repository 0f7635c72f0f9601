import { indexText, writeTranscript } from '@triad/collab';
import type { TurnContent } from '@triad/collab';
import * as Y from 'yjs';
import { createDemoAccount } from '../../../apps/server/src/accounts/accounts.ts';
import { makeSignInLink } from '../../../apps/server/src/accounts/sign-in-links.ts';
import type { Context } from '../../../apps/server/src/context.ts';
import { HOUR_MS, now } from '../../../apps/server/src/context.ts';
import { describeDemo } from '../../../apps/server/src/demo/describe-demo.ts';
import { makeDemo } from '../../../apps/server/src/demo/make-demo.ts';
import { SILENT } from '../../../apps/server/src/events/silent.ts';
import { openContext } from '../../../apps/server/src/open-context.ts';
import {
  addMember,
  draftProject,
  showProject,
} from '../../../apps/server/src/projects/projects.ts';
import { makeLog } from '../../../apps/server/src/settings.ts';
import { storeTranscript } from '../../../apps/server/src/transcripts/import.ts';
import { seeded } from '../support/random.ts';
import { codeText, makeLayer } from './coding.ts';
import { makeInterview } from './interview.ts';

export const BIG = { words: 100_000, turns: 1_500, spans: 20_000, coders: 6 } as const;

/** A transcript to open, and for each of its coders the path of a link that signs in once. */
export type Study = {
  readonly project: string;
  readonly transcript: string;
  readonly signIn: readonly string[];
};

export type Studies = { readonly big: Study; readonly demo: Study };

/** Puts the big study and the demo study into a data folder, as the server itself would. */
export async function makeStudies(dataFolder: string): Promise<Studies> {
  const { context, close } = await openContext({
    dataFolder,
    origin: () => '',
    secure: false,
    isOwnOrigin: () => true,
    clock: () => new Date(),
    log: makeLog('silent'),
    makeAnnounce: () => SILENT,
  });
  try {
    return { big: await makeBigStudy(context), demo: await makeDemoStudy(context) };
  } finally {
    await close();
  }
}

async function makeBigStudy(context: Context): Promise<Study> {
  const random = seeded(20_261_124);
  const accounts = [];
  for (let coder = 0; coder < BIG.coders; coder += 1) {
    const name = ['Ada Brook', 'Ben Cole', 'Cato Dahl', 'Dina Elm', 'Emil Fry', 'Finn Gray'][coder];
    accounts.push(
      await createDemoAccount(context, {
        name: name ?? `Coder ${coder}`,
        email: `coder-${coder}@example.org`,
      }),
    );
  }
  const [first, ...others] = accounts;
  if (first === undefined) throw new Error('a study needs a coder');
  const draft = await draftProject(context, first.id, {
    title: 'A hundred thousand words',
    description: '',
    demo: false,
    firstRun: false,
  });
  const project = draft.project.id;
  const members = [draft.lead];
  for (const { id } of others) members.push(await addMember(context, project, id, ['coder']));

  const doc = new Y.Doc();
  doc.clientID = 1;
  const turns = makeInterview(random, BIG.turns, BIG.words);
  const content: readonly TurnContent[] = turns.map(({ speaker, startSeconds, paragraphs }) => ({
    id: random.uuid(),
    speaker,
    start: startSeconds,
    end: null,
    paragraphs,
  }));
  writeTranscript(doc, content);
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
      turns: BIG.turns,
      words: BIG.words,
      durationSeconds: turns.at(-1)?.startSeconds ?? null,
      observersRead: false,
      importedBy: draft.lead.id,
      importedAt: now(context),
    },
    Y.encodeStateAsUpdate(doc),
    null,
  );
  const index = indexText(doc);
  const layers = codeText(random, index.text, BIG.coders, BIG.spans);
  for (const [coder, { id: member }] of members.entries()) {
    await context.documents.create(
      { kind: 'layer', transcript, round: draft.round, member },
      makeLayer(random, index, layers[coder] ?? [], coder + 2),
    );
  }
  await showProject(context, draft);
  const signIn = [];
  for (const { id } of accounts) {
    signIn.push(await makeSignInLink(context, id, project, HOUR_MS));
  }
  return { project, transcript, signIn };
}

async function makeDemoStudy(context: Context): Promise<Study> {
  const { project, members } = await describeDemo(context, await makeDemo(context, null));
  const [first] = await context.tables.transcripts.find('project', project.id);
  if (first === undefined) throw new Error('the demo study has no transcript');
  return {
    project: project.id,
    transcript: first.id,
    signIn: members.filter(({ roles }) => roles.includes('coder')).map(({ link }) => link),
  };
}
