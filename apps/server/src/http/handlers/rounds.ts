import type { Context } from '../../context.ts';
import { closeAgain, closeRound } from '../../rounds/closing.ts';
import { changeRound, openRound, reopenRound, setDone } from '../../rounds/rounds.ts';
import { roundAnswer, roundRecordAnswer } from '../round-answers.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'openRound'
  | 'changeRound'
  | 'closeRound'
  | 'reopenRound'
  | 'closeAgain'
  | 'setRoundDone'
  | 'readRoundRecord';

export function roundHandlers(context: Context): Pick<Handlers, Names> {
  return {
    openRound: async ({ me, things, body }) =>
      roundAnswer(context, await openRound(context, things.project.id, me, body), me),

    changeRound: async ({ me, things, body }) =>
      roundAnswer(context, await changeRound(context, things.round, body), me),

    closeRound: async ({ me, things, body }) =>
      roundAnswer(context, await closeRound(context, things.round, me, body), me),

    reopenRound: async ({ me, things, body }) =>
      roundAnswer(context, await reopenRound(context, things.round, me, body), me),

    closeAgain: async ({ me, things, body }) =>
      roundAnswer(context, await closeAgain(context, things.round, body), me),

    setRoundDone: async ({ me, things, body }) =>
      roundAnswer(context, await setDone(context, things.round, me, body.done), me),

    readRoundRecord: ({ things }) => roundRecordAnswer(context, things.round),
  };
}
