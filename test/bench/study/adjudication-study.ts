import { indexText } from '@triad/collab';
import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { createDemoAccount } from '../../../apps/server/src/accounts/accounts.ts';
import { makeSignInLink } from '../../../apps/server/src/accounts/sign-in-links.ts';
import type { Context } from '../../../apps/server/src/context.ts';
import { HOUR_MS, now } from '../../../apps/server/src/context.ts';
import {
  addMember,
  draftProject,
  showProject,
} from '../../../apps/server/src/projects/projects.ts';
import { closeRound } from '../../../apps/server/src/rounds/closing.ts';
import { storeTranscript } from '../../../apps/server/src/transcripts/import.ts';
import { seeded } from '../support/random.ts';
import { codeText, makeLayer } from './coding.ts';
import { makeText } from './team-study.ts';

/** One long interview whose coders differ on more than two thousand places. */
export const ADJUDICATION_STUDY = {
  coders: 3,
  spansEach: 1_700,
  words: 60_000,
  turns: 900,
} as const;

export type AdjudicationStudy = {
  readonly project: string;
  readonly transcript: string;
  /** Of two leads. */
  readonly signIn: readonly [string, string];
};

export async function makeAdjudicationStudy(context: Context): Promise<AdjudicationStudy> {
  const { coders, spansEach, words, turns } = ADJUDICATION_STUDY;
  const random = seeded(20_261_128);
  const accounts = [];
  for (const name of ['Ana Lima', 'Tom Hart', 'Cleo Marsh']) {
    const email = `${randomUUID()}@example.org`;
    accounts.push(await createDemoAccount(context, { name, email }));
  }
  const [ana, tom, cleo] = accounts;
  if (ana === undefined || tom === undefined || cleo === undefined) throw new Error('no coders');
  const about = { title: 'One long interview', description: '', demo: false, firstRun: false };
  const draft = await draftProject(context, ana.id, about);
  const project = draft.project.id;
  const members = [
    draft.lead,
    await addMember(context, project, tom.id, ['lead', 'coder']),
    await addMember(context, project, cleo.id, ['coder']),
  ];
  const { doc } = makeText(random, { words, turns });
  const index = indexText(doc);
  const { id: transcript } = await storeTranscript(
    context,
    {
      project,
      title: 'Interview 1',
      fileName: 'interview-1.txt',
      format: 'txt',
      sha256: '0'.repeat(64),
      originalKept: false,
      speakers: [
        { key: 'interviewer', name: 'Interviewer', kind: 'interviewer', participant: null },
        { key: 'participant', name: 'P1', kind: 'participant', participant: null },
      ],
      turns,
      words,
      durationSeconds: null,
      observersRead: false,
      importedBy: draft.lead.id,
      importedAt: now(context),
    },
    Y.encodeStateAsUpdate(doc),
    null,
  );
  const coded = codeText(random, index.text, coders, coders * spansEach);
  for (const [coder, spans] of coded.entries()) {
    const member = members[coder]?.id ?? '';
    const name = { kind: 'layer', transcript, round: draft.round, member } as const;
    await context.documents.create(name, makeLayer(random, index, spans, coder + 2));
  }
  await showProject(context, draft);
  const round = await context.tables.rounds.get(draft.round);
  if (round === null) throw new Error('a study without a round');
  await closeRound(context, round, { member: draft.lead }, { version: 1, transcripts: null });
  const links = [ana, tom].map(({ id }) => makeSignInLink(context, id, project, HOUR_MS));
  const [first = '', second = ''] = await Promise.all(links);
  return { project, transcript, signIn: [first, second] };
}
