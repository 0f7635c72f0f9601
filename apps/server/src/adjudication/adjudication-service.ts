import type { Context } from '../context.ts';
import { faultOf } from '../http/errors.ts';
import type { KeptComparisons } from './adjudicated.ts';
import type { KeptCounts } from './adjudication-overview.ts';
import type { ConsensusWriter } from './consensus.ts';
import { makeConsensusWriter } from './consensus.ts';
import type { DecisionMemory } from './kept-decisions.ts';
import { makeDecisionMemory } from './kept-decisions.ts';
import type { TextMemory } from './kept-texts.ts';
import { makeTextMemory } from './kept-texts.ts';

/** What decisions are made and told with; nothing in it is the truth of anything. */
export type AdjudicationService = {
  readonly comparisons: KeptComparisons;
  readonly counts: KeptCounts;
  readonly decisions: DecisionMemory;
  readonly texts: TextMemory;
  readonly consensus: ConsensusWriter;
  /** Words that went from a transcript do not stay in memory. */
  forget(transcript: string): void;
  /** Brings every consensus level that a crash may have left behind, beside all else; of one project where it is given. */
  resume(project?: string): void;
  close(): Promise<void>;
};

type Needs = Parameters<typeof makeConsensusWriter>[0];

export function makeAdjudication(
  context: Needs,
  {
    tables,
    documents,
    agreement,
    log,
  }: Pick<Context, 'tables' | 'documents' | 'agreement' | 'log'>,
): AdjudicationService {
  const comparisons: KeptComparisons = new Map();
  const counts: KeptCounts = new Map();
  for (const table of [tables.decisions, tables.decisionReplies]) {
    table.onWritten((_, body) => {
      if (body !== null) counts.delete(body.transcript);
    });
  }
  const decisions = makeDecisionMemory({ tables });
  const texts = makeTextMemory({ documents, agreement });
  const consensus = makeConsensusWriter(context);
  let closed = false;
  let resumed: Promise<void> = Promise.resolve();

  function forget(transcript: string): void {
    comparisons.delete(transcript);
    counts.delete(transcript);
    decisions.forget(transcript);
    texts.forget(transcript);
    consensus.forget(transcript);
  }

  /** One transcript after the other: nobody waits for it. */
  async function catchUp(project: string | undefined): Promise<void> {
    const ids =
      project === undefined
        ? (await tables.transcripts.all()).map(({ id }) => id)
        : await tables.transcripts.ids('project', project);
    for (const id of ids) {
      if (closed) return;
      if ((await tables.decisions.count('transcript', id)) === 0) continue;
      const { decisions: own } = await decisions.of(id);
      for (const round of new Set(own.map(({ body }) => body.round))) {
        await consensus.caughtUp(id, round);
      }
    }
  }

  return {
    comparisons,
    counts,
    decisions,
    texts,
    consensus,
    forget,
    resume(project) {
      resumed = resumed
        .then(() => catchUp(project))
        .catch((error: unknown) => {
          if (!closed) log.error(faultOf(error), 'consensuses were not looked through at start');
        });
    },
    async close() {
      closed = true;
      await resumed;
      await consensus.close();
    },
  };
}
