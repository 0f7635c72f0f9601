import type { Context } from '../../context.ts';
import { refuse } from '../../refusal.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'listCmocs'
  | 'changeMethod'
  | 'createCmoc'
  | 'readCmoc'
  | 'changeCmoc'
  | 'retireCmoc'
  | 'combineCmocs'
  | 'divideCmoc'
  | 'undoLineage';

export function cmocHandlers(_context: Context): Pick<Handlers, Names> {
  const notBuilt = (): Promise<never> => Promise.reject(refuse('server/unavailable'));
  return {
    listCmocs: notBuilt,
    changeMethod: notBuilt,
    createCmoc: notBuilt,
    readCmoc: notBuilt,
    changeCmoc: notBuilt,
    retireCmoc: notBuilt,
    combineCmocs: notBuilt,
    divideCmoc: notBuilt,
    undoLineage: notBuilt,
  };
}
