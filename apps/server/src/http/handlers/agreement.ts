import { LIMITS } from '@triad/collab';
import { isUuid } from '@triad/realist';
import type { Request } from 'express';
import { exportFor } from '../../agreement/export/export-for.ts';
import { createFlag, removeFlag, settleFlag } from '../../agreement/flags.ts';
import { jobAnswer, overviewFor } from '../../agreement/overview.ts';
import { changeAgreementSettings } from '../../agreement/settings.ts';
import { viewTranscript } from '../../agreement/transcript-view.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../refusal.ts';
import { flagAnswer } from '../answers.ts';
import type { Handlers } from '../route-types.ts';

type Names =
  | 'readAgreement'
  | 'changeAgreement'
  | 'workOutAgreement'
  | 'stopAgreement'
  | 'exportAgreement'
  | 'readTranscriptAgreement'
  | 'createFlag'
  | 'settleFlag'
  | 'removeFlag';

export function agreementHandlers(context: Context): Pick<Handlers, Names> {
  return {
    readAgreement: ({ me, request }) => overviewFor(context, me, chosenIn(request)),

    changeAgreement: async ({ me, things, body: { version, settings } }) => {
      const project = await changeAgreementSettings(context, things.project, version, settings);
      return overviewFor(context, { ...me, project }, null);
    },

    workOutAgreement: async ({ me, things }) => {
      const job = await context.agreement.begin(things.project.id, me.member.id);
      if (job === null) throw refuse('rules/unknown');
      return jobAnswer(job);
    },

    stopAgreement: async ({ things }) => {
      await context.agreement.stop(things.project.id);
      return null;
    },

    exportAgreement: ({ me, request }) =>
      exportFor(context, me, chosenIn(request), String(request.query['as'] ?? '')),

    readTranscriptAgreement: ({ me, things }) => viewTranscript(context, me, things.transcript),

    createFlag: async ({ me, things, body }) =>
      flagAnswer(await createFlag(context, things.transcript, me.member.id, body)),

    settleFlag: async ({ me, things, body: { version, settled } }) =>
      flagAnswer(
        await settleFlag(context, things.flag, {
          version,
          settledBy: settled ? me.member.id : null,
        }),
      ),

    removeFlag: async ({ things }) => {
      await removeFlag(context, things.flag);
      return null;
    },
  };
}

/** `?transcripts=` with ids between commas; null: all. What is no id is left out. */
function chosenIn({ query }: Request): ReadonlySet<string> | null {
  const given = query['transcripts'];
  if (typeof given !== 'string' || given === '') return null;
  return new Set(given.split(',', LIMITS.transcripts).filter((id) => isUuid(id)));
}
