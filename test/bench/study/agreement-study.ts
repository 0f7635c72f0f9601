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

/** Transcripts, and how many of them are different: the others say the same again. */
export const AGREEMENT_STUDY = {
  transcripts: 100,
  different: 10,
  coders: 6,
  spansEach: 500,
  words: 8_000,
  turns: 160,
} as const;

export type AgreementStudy = { readonly project: string; readonly signIn: string };

/** A project whose open round is closed on everything, so that all of it is to be compared. */
export async function makeAgreementStudy(context: Context): Promise<AgreementStudy> {
  const { transcripts, different, coders, spansEach, words, turns } = AGREEMENT_STUDY;
  const random = seeded(20_261_126);
  const accounts = [];
  for (let coder = 0; coder < coders; coder += 1) {
    const email = `coder-${coder}-${randomUUID()}@example.org`;
    accounts.push(await createDemoAccount(context, { name: `Coder ${coder + 1}`, email }));
  }
  const [first, ...others] = accounts;
  if (first === undefined) throw new Error('a study needs a coder');
  const about = { title: 'A hundred interviews', description: '', demo: false, firstRun: false };
  const draft = await draftProject(context, first.id, about);
  const project = draft.project.id;
  const members = [draft.lead];
  for (const { id } of others) members.push(await addMember(context, project, id, ['coder']));

  const made = Array.from({ length: different }, () => {
    const { doc } = makeText(random, { words, turns });
    const index = indexText(doc);
    const coded = codeText(random, index.text, coders, coders * spansEach);
    const layers = coded.map((spans, coder) => makeLayer(random, index, spans, coder + 2));
    return { text: Y.encodeStateAsUpdate(doc), layers };
  });
  for (let each = 0; each < transcripts; each += 1) {
    const of = made[each % different];
    if (of === undefined) throw new Error('a study needs a text');
    const { id: transcript } = await storeTranscript(
      context,
      {
        project,
        title: `Interview ${each + 1}`,
        fileName: `interview-${each + 1}.txt`,
        format: 'txt',
        sha256: '0'.repeat(64),
        originalKept: false,
        speakers: [
          { key: 'interviewer', name: 'Interviewer', kind: 'interviewer', participant: null },
          { key: 'participant', name: `P${each + 1}`, kind: 'participant', participant: null },
        ],
        turns,
        words,
        durationSeconds: null,
        observersRead: false,
        importedBy: draft.lead.id,
        importedAt: now(context),
      },
      of.text,
      null,
    );
    for (const [coder, layer] of of.layers.entries()) {
      const member = members[coder]?.id ?? '';
      const name = { kind: 'layer', transcript, round: draft.round, member } as const;
      await context.documents.create(name, layer);
    }
  }
  await showProject(context, draft);
  const signIn = await makeSignInLink(context, first.id, project, HOUR_MS);
  const round = await context.tables.rounds.get(draft.round);
  if (round === null) throw new Error('a study without a round');
  await closeRound(context, round, { member: draft.lead }, { version: 1, transcripts: null });
  return { project, signIn };
}
