import type { TranscriptAgreementAnswer } from '@triad/collab';
import type { Context } from '../context.ts';
import type { TranscriptBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { flagAnswer } from '../http/answers.ts';
import type { Membership } from '../projects/membership.ts';
import { refuse } from '../refusal.ts';
import { settingsOf } from './basis.ts';
import { listFlags } from './flags.ts';
import { keepComparison } from './kept.ts';
import { knownTo, transcriptAnswer } from './overview.ts';
import { readSources } from './sources.ts';
import { movedOn, participantsOf, stampOf } from './stamp.ts';

/**
 * One transcript with its words, worked out from what is there now, so that its offsets are of the text
 * that it shows; a kept result that had moved on is kept anew. Refuses with `agreement/no-round`.
 */
export async function viewTranscript(
  context: Context,
  me: Membership,
  transcript: Row<TranscriptBody>,
): Promise<TranscriptAgreementAnswer> {
  const { agreement } = context;
  const { bases, kept, isBlind } = await knownTo(context, me, new Set([transcript.id]));
  const [basis] = bases;
  if (basis === undefined) throw refuse('agreement/no-round');
  const settings = settingsOf(me.project.body);
  const { text, stamp, layers } = await readSources(context, basis);
  const stood = stampOf(basis, settings, stamp);
  // Gamma takes its time: the job does that.
  const { comparison, view } = await agreement.threads.view({
    text,
    layers,
    participants: participantsOf(transcript.body.speakers, settings),
    gamma: null,
  });
  let result = kept.get(transcript.id);
  if (!settings.gamma && (result === undefined || movedOn(result.body.stamp, stood).length > 0)) {
    result = await keepComparison(context, transcript, stood, comparison);
  }
  const flags = await listFlags(context, transcript.id);
  return {
    transcript: await transcriptAnswer(context, me, basis, { kept: result, flags, isBlind }),
    ...view,
    flags: flags.map((row) => flagAnswer(row)),
  };
}
