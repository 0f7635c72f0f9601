import type { Context } from '../../context.ts';
import { refuse } from '../../refusal.ts';
import type { Handlers } from '../route-types.ts';

type Names = 'proposeCmoc' | 'signOff' | 'endObjection' | 'remindSigners' | 'exportSignOffs';

export function signOffHandlers(_context: Context): Pick<Handlers, Names> {
  const notBuilt = (): Promise<never> => Promise.reject(refuse('server/unavailable'));
  return {
    proposeCmoc: notBuilt,
    signOff: notBuilt,
    endObjection: notBuilt,
    remindSigners: notBuilt,
    exportSignOffs: notBuilt,
  };
}
