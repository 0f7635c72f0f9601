import { jobAnswer, readConsolidation } from '../../consolidation/read-consolidation.ts';
import { acceptCandidate, changeCandidate } from '../../consolidation/settle-candidate.ts';
import { undoStrategy } from '../../consolidation/undo-strategy.ts';
import type { Context } from '../../context.ts';
import { readProvenance } from '../../provenance/read-provenance.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'readProvenance'
  | 'readConsolidation'
  | 'consolidate'
  | 'stopConsolidation'
  | 'undoStrategy'
  | 'changeCandidate'
  | 'acceptCandidate';

export function consolidationHandlers(context: Context): Pick<Handlers, Names> {
  return {
    readProvenance: ({ me, things, request }) =>
      readProvenance(context, me, things.transcript, String(request.params['span'])),

    readConsolidation: ({ me }) => readConsolidation(context, me),

    consolidate: async ({ me, things, body: { decide, all = false } }) =>
      jobAnswer(
        await context.consolidation.begin(things.project.id, { by: me.member.id, decide, all }),
      ),

    stopConsolidation: async ({ things }) => {
      await context.consolidation.stop(things.project.id);
      return null;
    },

    undoStrategy: ({ me, request }) => undoStrategy(context, me, String(request.params['batch'])),

    changeCandidate: ({ me, things, body }) => changeCandidate(context, me, things.candidate, body),

    acceptCandidate: ({ me, things, body }) => acceptCandidate(context, me, things.candidate, body),
  };
}
