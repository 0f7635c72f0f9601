import type { Context } from '../../context.ts';
import { lookForWords } from '../../redaction/look-for-words.ts';
import { redact } from '../../redaction/redact.ts';
import { listVersions, readVersion } from '../../transcripts/history.ts';
import { redactionAnswer, versionAnswer } from '../answers.ts';
import type { Handlers } from '../route-types.ts';

type Names = 'lookForWords' | 'redact' | 'readHistory' | 'readVersion';

export function historyHandlers(context: Context): Pick<Handlers, Names> {
  return {
    lookForWords: ({ me, things: { transcript }, body }) =>
      lookForWords(context, transcript, me, body),

    redact: async ({ me, things: { transcript }, body }) =>
      redactionAnswer(await redact(context, transcript, me, body)),

    readHistory: async ({ things: { transcript } }) => {
      const redactions = await context.tables.redactions.find('transcript', transcript.id);
      return {
        redactions: redactions
          .map((row) => redactionAnswer(row))
          .sort((a, b) => (a.at < b.at ? -1 : 1)),
        versions: (await listVersions(context, transcript.id)).map((row) => versionAnswer(row)),
      };
    },

    readVersion: async ({ things: { version } }) => ({
      ...versionAnswer(version),
      text: await readVersion(context, version),
    }),
  };
}
