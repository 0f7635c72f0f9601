import { describeDemo } from '../../../apps/server/src/demo/describe-demo.ts';
import { makeDemo } from '../../../apps/server/src/demo/make-demo.ts';
import type { Context } from '../../../apps/server/src/context.ts';
import { inDataFolder } from './in-data-folder.ts';
import { makeTeam } from './team-study.ts';

export const BIG = { words: 100_000, turns: 1_500, spans: 20_000, coders: 6 } as const;

/** A transcript to open, and for each of its coders the path of a link that signs in once. */
export type Study = {
  readonly project: string;
  readonly transcript: string;
  readonly signIn: readonly string[];
};

export type Studies = { readonly big: Study; readonly demo: Study };

/** Puts the big study and the demo study into a data folder, as the server itself would. */
export function makeStudies(dataFolder: string): Promise<Studies> {
  return inDataFolder(dataFolder, async ({ context }) => {
    const big = await makeTeam(context, {
      ...BIG,
      title: 'A hundred thousand words',
      seed: 20_261_124,
    });
    const signIn = big.coders.map((coder) => coder.signIn);
    return { big: { ...big, signIn }, demo: await makeDemoStudy(context) };
  });
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
