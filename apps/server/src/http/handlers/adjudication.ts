import { randomUUID } from 'node:crypto';
import { adjudicationOverview } from '../../adjudication/adjudication-overview.ts';
import {
  listDecisions,
  readDecision,
  viewAdjudication,
} from '../../adjudication/adjudication-view.ts';
import { tieAnswer } from '../../adjudication/answers.ts';
import { decideByStrategy, undoBatch } from '../../adjudication/decide-by-strategy.ts';
import { changeDecision, decide } from '../../adjudication/decide.ts';
import { answerDecision } from '../../adjudication/replies.ts';
import { basisFor } from '../../adjudication/standing.ts';
import { tieSketches, untieSketches } from '../../adjudication/ties.ts';
import type { Context } from '../../context.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'readAdjudicationOverview'
  | 'readAdjudication'
  | 'listDecisions'
  | 'readDecision'
  | 'decide'
  | 'changeDecision'
  | 'decideMany'
  | 'undoMany'
  | 'answerDecision'
  | 'tieSketches'
  | 'untieSketches';

export function adjudicationHandlers(context: Context): Pick<Handlers, Names> {
  return {
    readAdjudicationOverview: ({ me }) => adjudicationOverview(context, me),

    readAdjudication: ({ me, things }) => viewAdjudication(context, me, things.transcript),

    listDecisions: ({ me, things }) => listDecisions(context, me, things.transcript),

    readDecision: ({ me, things }) => readDecision(context, me, things.transcript, things.decision),

    decide: async ({ me, things: { transcript }, body }) =>
      readDecision(context, me, transcript, await decide(context, transcript, me, body)),

    changeDecision: async ({ me, things: { transcript, decision }, body }) =>
      readDecision(
        context,
        me,
        transcript,
        await changeDecision(context, transcript, me, decision, body),
      ),

    decideMany: async ({ me, things: { transcript }, body: { strategy, why, text } }) => {
      const batch = randomUUID();
      const basis = await basisFor(context, me.project, transcript);
      const how = { by: me.member.id, strategy, batch, why, text };
      const { decided } = await decideByStrategy(context, basis, how);
      return { batch, decided, left: 0 };
    },

    undoMany: async ({ me, things: { transcript }, request }) => {
      const batch = String(request.params['batch']);
      const undone = await undoBatch(context, transcript, batch, me.member.id);
      return { batch, ...undone };
    },

    answerDecision: async ({ me, things: { transcript, decision }, body }) =>
      readDecision(
        context,
        me,
        transcript,
        await answerDecision(context, transcript, me.member.id, decision, body),
      ),

    tieSketches: async ({ me, things, body }) =>
      tieAnswer(await tieSketches(context, things.transcript, me, body)),

    untieSketches: async ({ things: { transcript, tie } }) => {
      await untieSketches(context, transcript, tie);
      return null;
    },
  };
}
