import type { Context } from '../../context.ts';
import { refuse } from '../../refusal.ts';
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

export function adjudicationHandlers(_context: Context): Pick<Handlers, Names> {
  const notBuilt = (): Promise<never> => Promise.reject(refuse('server/unavailable'));
  return {
    readAdjudicationOverview: notBuilt,
    readAdjudication: notBuilt,
    listDecisions: notBuilt,
    readDecision: notBuilt,
    decide: notBuilt,
    changeDecision: notBuilt,
    decideMany: notBuilt,
    undoMany: notBuilt,
    answerDecision: notBuilt,
    tieSketches: notBuilt,
    untieSketches: notBuilt,
  };
}
