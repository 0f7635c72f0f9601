import type { Context } from '../../context.ts';
import { refuse } from '../../refusal.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'readProvenance'
  | 'readConsolidation'
  | 'consolidate'
  | 'stopConsolidation'
  | 'undoStrategy'
  | 'changeCandidate'
  | 'acceptCandidate';

export function consolidationHandlers(_context: Context): Pick<Handlers, Names> {
  const notBuilt = (): Promise<never> => Promise.reject(refuse('server/unavailable'));
  return {
    readProvenance: notBuilt,
    readConsolidation: notBuilt,
    consolidate: notBuilt,
    stopConsolidation: notBuilt,
    undoStrategy: notBuilt,
    changeCandidate: notBuilt,
    acceptCandidate: notBuilt,
  };
}
