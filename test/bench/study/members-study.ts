import type { Study } from './big-study.ts';
import { inDataFolder } from './in-data-folder.ts';
import type { TeamShape } from './team-study.ts';
import { cookieOf, makeTeam } from './team-study.ts';

/** An interview of about an hour and a half, and what a coder marks in it: one place in forty words. */
export const MEMBERS_TEAM = {
  title: 'Forty coders',
  seed: 20_261_127,
  words: 15_000,
  turns: 240,
  coders: 40,
  spans: 40 * 400,
} as const satisfies TeamShape;

export type MembersStudy = Study & {
  /** `Cookie` headers, one for each coder. */
  readonly cookies: readonly string[];
};

export function makeMembersStudy(dataFolder: string): Promise<MembersStudy> {
  return inDataFolder(dataFolder, async ({ context }) => {
    const { project, transcript, coders } = await makeTeam(context, MEMBERS_TEAM);
    const cookies: string[] = [];
    for (const { account } of coders) cookies.push(await cookieOf(context, account));
    return { project, transcript, signIn: coders.map(({ signIn }) => signIn), cookies };
  });
}
