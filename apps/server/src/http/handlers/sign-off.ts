import { cmocAnswer } from '../../cmocs/cmoc-answer.ts';
import type { Context } from '../../context.ts';
import { exportSignOffs } from '../../sign-off/export-for.ts';
import { proposeCmoc } from '../../sign-off/propose.ts';
import { remindSigners } from '../../sign-off/remind.ts';
import { endObjection, signOff } from '../../sign-off/sign.ts';
import type { Handlers } from '../route-types.ts';

type Names = 'proposeCmoc' | 'signOff' | 'endObjection' | 'remindSigners' | 'exportSignOffs';

export function signOffHandlers(context: Context): Pick<Handlers, Names> {
  return {
    proposeCmoc: async ({ me, things, body }) =>
      cmocAnswer(context, me, await proposeCmoc(context, me, things.cmoc, body)),

    signOff: async ({ me, things, body }) =>
      cmocAnswer(context, me, await signOff(context, things.cmoc, me.member.id, body)),

    endObjection: async ({ me, things, body }) =>
      cmocAnswer(
        context,
        me,
        await endObjection(context, things.cmoc, things.signOff.id, me.member, body),
      ),

    remindSigners: async ({ things, body }) => {
      await remindSigners(context, things.project.id, body.cmocs);
      return null;
    },

    exportSignOffs: ({ things, request }) =>
      exportSignOffs(context, things.project, String(request.query['as'] ?? '')),
  };
}
