import { writeTranscript } from '@triad/collab';
import type { TurnContent } from '@triad/collab';
import { parentPort } from 'node:worker_threads';
import * as Y from 'yjs';
import type { ComposedTranscript, JobReply, JobRequest, JobWork } from './job-messages.ts';
import { readPreview, refusalOf } from './read-preview.ts';

/* The thread for jobs: one at a time, nothing kept between two. */

const port = parentPort;
if (port === null) throw new Error('job-thread.ts runs as a worker thread alone');

port.on('message', ({ id, work }: JobRequest) => {
  void run(work).then(
    (result) => reply({ kind: 'done', id, result }),
    (error: unknown) => {
      const refusal = refusalOf(error);
      if (refusal !== null) reply({ kind: 'refused', id, ...refusal });
      else reply({ kind: 'failed', id, fault: error instanceof Error ? error.name : typeof error });
    },
  );
});
reply({ kind: 'ready' });

function reply(message: JobReply): void {
  port?.postMessage(message);
}

async function run(work: JobWork) {
  return work.kind === 'preview' ? readPreview(work.name, work.bytes) : compose(work.turns);
}

function compose(turns: readonly TurnContent[]): ComposedTranscript {
  const doc = new Y.Doc();
  writeTranscript(doc, turns);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return { update, words: countWords(turns) };
}

/** By the rules of Unicode, so that scripts without spaces are counted too. */
function countWords(turns: readonly TurnContent[]): number {
  const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
  let words = 0;
  for (const { paragraphs } of turns) {
    for (const paragraph of paragraphs) {
      for (const { isWordLike } of segmenter.segment(paragraph))
        if (isWordLike === true) words += 1;
    }
  }
  return words;
}
