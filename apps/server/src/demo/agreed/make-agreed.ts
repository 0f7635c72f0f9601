import type { TextIndex } from '@triad/collab';
import * as Y from 'yjs';
import type { Context } from '../../context.ts';
import type { ProjectBody } from '../../data/records.ts';
import type { Row } from '../../data/table.ts';
import { changeMethod } from '../../method/settings.ts';
import type { Making } from '../make-demo.ts';
import { loadDemoAgreed } from '../study/agreed.ts';
import type { DemoStudy } from '../study/study.ts';
import { makeCandidates } from './make-candidates.ts';
import { makeCmocs, reviseCmocs } from './make-cmocs.ts';
import { makeDecisions } from './make-decisions.ts';
import { makeLineages } from './make-lineages.ts';
import { makeReview } from './make-review.ts';
import { makeSignOffs } from './make-sign-offs.ts';
import { AGREEING, stepsFrom } from './making-agreed.ts';
import type { MakingAgreed } from './making-agreed.ts';

/**
 * What became of the blind round, from the first decision to signed CMOCs, dated last week. Each step is
 * the act by which people do it, so that what it leaves is like what they leave. `texts` is by the
 * study's name, and `roundOf` gives the round in which a transcript was coded. Returns the project as it is
 * then.
 */
export async function makeAgreed(
  context: Context,
  study: DemoStudy,
  making: Making & { readonly roundOf: (transcript: string) => string },
  texts: ReadonlyMap<string, TextIndex>,
): Promise<Row<ProjectBody>> {
  const agreed = loadDemoAgreed(study);
  const slug = study.members.find(({ roles }) => roles.includes('lead'))?.id;
  const member = making.members.find((each) => each.slug === slug)?.member;
  if (member === undefined) throw new Error('the demo study has no lead');
  const before = { context, study, agreed, making, texts, me: { project: making.project, member } };
  const project = await settle(before);
  const of: MakingAgreed = { ...before, me: { project, member } };
  await makeDecisions(of);
  const made = await makeCmocs(of, await makeCandidates(of));
  await makeSignOffs(of, made, agreed.first, AGREEING_FIRST);
  await makeLineages(of, made);
  await reviseCmocs(of, made);
  await makeSignOffs(of, made, agreed.second, AGREEING_AGAIN);
  await makeReview(of, made);
  const { transcripts } = study.blindRound;
  await Promise.all(
    transcripts.map((transcript) =>
      context.adjudication.consensus.level(making.ids(transcript), making.roundOf(transcript)),
    ),
  );
  return project;
}

/** The thread on which places are compared takes a moment to start: it does so while the rest is made. */
export function startComparing({ agreement }: Pick<Context, 'agreement'>): void {
  const nothing = {
    text: Y.encodeStateAsUpdate(new Y.Doc()),
    layers: [],
    byHand: [],
    strategies: [],
  };
  agreement.threads.adjudicate(nothing).catch(() => undefined);
}

const AGREEING_FIRST = { proposed: AGREEING.proposed, signed: AGREEING.signed };
const AGREEING_AGAIN = { proposed: AGREEING.proposedAgain, signed: AGREEING.signedAgain };

function settle(of: MakingAgreed): Promise<Row<ProjectBody>> {
  const { agreed, making, me } = of;
  const groups = agreed.groups.map(({ id, title }) => ({ id: making.ids(id), title }));
  const method = { version: 0, settings: agreed.settings, groups };
  return changeMethod(stepsFrom(of, AGREEING.settled)(), me.project.id, method);
}
