import type { RoundRecordAnswer } from '@triad/collab';
import { dueDateTime } from '../../messages/format.ts';
import { rounds as words } from '../../messages/rounds.ts';

/** How those are called who and what a record names by id. */
export type RecordNames = {
  readonly nameOf: (member: string) => string;
  readonly titleOf: (transcript: string) => string;
};

export type RecordEvent = { readonly at: string; readonly sentence: string };

/** What became of a round, the oldest first: who opened it, changed what, left it, closed it. */
export function recordEvents(
  record: Pick<RoundRecordAnswer, 'opened' | 'changes' | 'closedTranscripts' | 'closed'>,
  { nameOf, titleOf }: RecordNames,
): readonly RecordEvent[] {
  const { opened, changes, closedTranscripts, closed } = record;
  // Those that were closed by one act bear one instant.
  const alone = Map.groupBy(closedTranscripts, ({ at, by }) => `${at} ${by}`);
  const events: readonly RecordEvent[] = [
    {
      at: opened.at,
      sentence: words.event.opened(opened.by === null ? null : nameOf(opened.by)),
    },
    ...changes.map((change): RecordEvent => {
      const by = nameOf(change.by);
      const sentence =
        change.kind === 'due'
          ? words.event.due(by, dueDateTime(change.from), dueDateTime(change.to))
          : words.event.coder(nameOf(change.member), change.codes, by);
      return { at: change.at, sentence };
    }),
    ...[...alone.values()].flatMap((all): readonly RecordEvent[] => {
      const [first] = all;
      if (first === undefined) return [];
      const titles = all.map(({ transcript }) => titleOf(transcript));
      return [{ at: first.at, sentence: words.event.closedFor(nameOf(first.by), titles) }];
    }),
    ...(closed === null
      ? []
      : [{ at: closed.at, sentence: words.event.closed(nameOf(closed.by)) }]),
  ];
  return events.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
