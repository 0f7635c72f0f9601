import { makeSignInLink } from '../../../apps/server/src/accounts/sign-in-links.ts';
import type { Context } from '../../../apps/server/src/context.ts';
import { HOUR_MS } from '../../../apps/server/src/context.ts';
import { seeded } from '../support/random.ts';
import {
  beginStudy,
  closeStudy,
  codeInterview,
  moreCoders,
  storeInterview,
} from './coded-study.ts';

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
  const { transcripts, different, coders } = AGREEMENT_STUDY;
  const random = seeded(20_261_126);
  const title = 'A hundred interviews';
  const study = await beginStudy(context, title, 'Coder 1', moreCoders(coders));
  const made = Array.from({ length: different }, () => codeInterview(random, AGREEMENT_STUDY));
  for (let each = 0; each < transcripts; each += 1) {
    const of = made[each % different];
    if (of === undefined) throw new Error('a study needs a text');
    await storeInterview(context, study, each + 1, of, AGREEMENT_STUDY);
  }
  await closeStudy(context, study);
  const { project, first } = study;
  return { project, signIn: await makeSignInLink(context, first.id, project, HOUR_MS) };
}
