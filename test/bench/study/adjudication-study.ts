import { makeSignInLink } from '../../../apps/server/src/accounts/sign-in-links.ts';
import type { Context } from '../../../apps/server/src/context.ts';
import { HOUR_MS } from '../../../apps/server/src/context.ts';
import { seeded } from '../support/random.ts';
import { beginStudy, closeStudy, codeInterview, storeInterview } from './coded-study.ts';

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
  const study = await beginStudy(context, 'One long interview', 'Ana Lima', [
    { name: 'Tom Hart', roles: ['lead', 'coder'] },
    { name: 'Cleo Marsh', roles: ['coder'] },
  ]);
  const { project, accounts } = study;
  const interview = codeInterview(seeded(20_261_128), ADJUDICATION_STUDY);
  const transcript = await storeInterview(context, study, 1, interview, ADJUDICATION_STUDY);
  await closeStudy(context, study);
  const links = accounts.slice(0, 2).map(({ id }) => makeSignInLink(context, id, project, HOUR_MS));
  const [first = '', second = ''] = await Promise.all(links);
  return { project, transcript, signIn: [first, second] };
}
