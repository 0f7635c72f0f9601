import type { ReopeningAnswer } from '@triad/collab';
import type { Context } from '../../context.ts';
import { closeAgain, closeRound } from '../../rounds/closing.ts';
import { reopenRound } from '../../rounds/reopening.ts';
import { readRevealed } from '../../rounds/revealed.ts';
import { changeRound, openRound, setDone } from '../../rounds/rounds.ts';
import { reopeningAnswers, roundAnswer, roundRecordAnswer } from '../round-answers.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'openRound'
  | 'changeRound'
  | 'closeRound'
  | 'reopenRound'
  | 'closeAgain'
  | 'setRoundDone'
  | 'readRoundRecord'
  | 'readReopening'
  | 'readRevealed';

export function roundHandlers(context: Context): Pick<Handlers, Names> {
  return {
    openRound: async ({ me, things, body }) =>
      roundAnswer(context, await openRound(context, things.project.id, me, body), me),

    changeRound: async ({ me, things, body }) =>
      roundAnswer(context, await changeRound(context, things.round, me, body), me),

    closeRound: async ({ me, things, body }) =>
      roundAnswer(context, await closeRound(context, things.round, me, body), me),

    reopenRound: async ({ me, things, body }) =>
      roundAnswer(context, await reopenRound(context, things.round, me, body), me),

    closeAgain: async ({ me, things, body }) =>
      roundAnswer(context, await closeAgain(context, things.round, body), me),

    setRoundDone: async ({ me, things, body }) =>
      roundAnswer(context, await setDone(context, things.round, me, body.done), me),

    readRoundRecord: ({ things }) => roundRecordAnswer(context, things.round),

    readReopening: async ({ me, things }) => {
      const reopenings = await reopeningAnswers(context, things.round);
      const isOwn = ({ member, closedAt }: ReopeningAnswer): boolean =>
        member === me.member.id && closedAt === null;
      return { reopening: reopenings.find(isOwn) ?? null };
    },

    readRevealed: async ({ things: { transcript, round, member } }) => {
      const revealed = await readRevealed(context, round, transcript.id, member.id);
      if (revealed === null) return { revealed };
      const { spans, sketches, memos } = revealed;
      return { revealed: { spans: [...spans], sketches: [...sketches], memos: [...memos] } };
    },
  };
}
