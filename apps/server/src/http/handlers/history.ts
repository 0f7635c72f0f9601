import type { Context } from '../../context.ts';
import { listVersions, readVersion } from '../../transcripts/history.ts';
import { versionAnswer } from '../answers.ts';
import type { Handlers } from '../route-types.ts';

export function historyHandlers(context: Context): Pick<Handlers, 'readHistory' | 'readVersion'> {
  return {
    readHistory: async ({ things: { transcript } }) => ({
      versions: (await listVersions(context, transcript.id)).map((row) => versionAnswer(row)),
    }),

    readVersion: async ({ things: { version } }) => ({
      ...versionAnswer(version),
      text: await readVersion(context, version),
    }),
  };
}
