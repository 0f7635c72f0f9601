import type { TextIndex } from '@triad/collab';
import type { Context } from '../../context.ts';
import type { MemberBody, TranscriptBody } from '../../data/records.ts';
import type { Row } from '../../data/table.ts';
import type { Membership } from '../../projects/membership.ts';
import { at, inWeekBefore } from '../made-up-week.ts';
import type { WeekHour } from '../made-up-week.ts';
import type { Making } from '../make-demo.ts';
import type { DemoAgreed } from '../study/agreed.ts';
import type { DemoStudy } from '../study/study.ts';

/** What the acts work with by which the demo's blind round becomes CMOCs. */
export type MakingAgreed = {
  readonly context: Context;
  readonly study: DemoStudy;
  readonly agreed: DemoAgreed;
  readonly making: Making;
  /** The lead of the study, with the project as it is by now. */
  readonly me: Membership;
  /** By the study's name. */
  readonly texts: ReadonlyMap<string, TextIndex>;
};

/** When it was done: in the week after the blind round, and before this one. */
export const AGREEING = {
  settled: [0, 9],
  decided: [0, 10],
  answered: [1, 10],
  reopened: [2, 9],
  answeredAgain: [2, 11],
  tied: [2, 12],
  consolidated: [2, 13],
  drafted: [2, 14],
  proposed: [2, 17],
  signed: [3, 10],
  divided: [3, 14],
  revised: [3, 15],
  proposedAgain: [3, 17],
  signedAgain: [4, 10],
  sentOut: [4, 13],
  reviewed: [5, 10],
} satisfies Readonly<Record<string, WeekHour>>;

const STEP_MS = 2 * 60_000;

/** The context at one step after another of something that began at this hour, two minutes apart. */
export function stepsFrom({ context }: MakingAgreed, begun: WeekHour): () => Context {
  let instantMs = inWeekBefore(context, begun);
  return () => {
    instantMs += STEP_MS;
    return at(context, instantMs);
  };
}

/** @throws Error where nobody of that name is in the project */
export function memberOf({ making }: MakingAgreed, slug: string): Row<MemberBody> {
  const found = making.members.find((each) => each.slug === slug);
  if (found === undefined) throw new Error('somebody of the demo study is not in the project');
  return found.member;
}

/** @throws Error where it is not in the project */
export async function transcriptOf(
  { context, making }: MakingAgreed,
  slug: string,
): Promise<Row<TranscriptBody>> {
  const row = await context.tables.transcripts.get(making.ids(slug));
  if (row === null) throw new Error('a transcript of the demo study is not in the project');
  return row;
}
