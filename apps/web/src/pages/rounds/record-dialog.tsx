import { useQuery } from '@tanstack/react-query';
import type { LayerCopyAnswer, MemberAnswer, RoundAnswer, TranscriptSummary } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { dateTime, number } from '../../messages/format.ts';
import type { Column } from '../../ui/index.ts';
import { Dialog, Notice, Pill, Table } from '../../ui/index.ts';
import { nameIn } from '../project/name-in.ts';
import '../members/members-page.css';
import { recordEvents } from './record-events.ts';
import { roundName } from './round-name.ts';

/** What is kept of a round: the copies that figures rest on, and who had seen what before. */
export default function RecordDialog({
  project,
  round,
  rounds,
  transcripts,
  members,
  onClose,
}: {
  readonly project: string;
  readonly round: RoundAnswer;
  readonly rounds: readonly RoundAnswer[];
  readonly transcripts: readonly TranscriptSummary[];
  readonly members: readonly MemberAnswer[];
  readonly onClose: () => void;
}) {
  const words = say.rounds;
  const { data: record, error } = useQuery(queries.roundRecord(project, round.id));
  const nameOf = (id: string) => nameIn(members, id);
  const titleOf = (id: string) => transcripts.find((each) => each.id === id)?.title ?? words.gone;
  const roundOf = (id: string) => {
    const found = rounds.find((each) => each.id === id);
    return found === undefined ? '–' : roundName(found);
  };
  // Of whom no change says it: it was not noted once.
  const gone = round.progress
    .filter(
      ({ member, noLongerCodes }) =>
        noLongerCodes === true &&
        record?.changes.some((each) => each.kind === 'coder' && each.member === member) !== true,
    )
    .map(({ member }) => nameOf(member));
  const columns: readonly Column<LayerCopyAnswer>[] = [
    {
      id: 'coder',
      header: words.columnCoder,
      isRowHeader: true,
      renderCell: ({ member, afterReveal, redactedAt }) => (
        <span className="row wrap">
          <span dir="auto">{nameOf(member)}</span>
          {afterReveal ? <Pill>{words.afterReveal}</Pill> : null}
          {redactedAt === null ? null : (
            <Pill>{say.redacting.redactedOn(dateTime(redactedAt))}</Pill>
          )}
        </span>
      ),
    },
    {
      id: 'transcript',
      header: words.columnTranscript,
      renderCell: ({ transcript }) => <span dir="auto">{titleOf(transcript)}</span>,
    },
    {
      id: 'spans',
      header: words.columnSpans,
      numeric: true,
      renderCell: ({ spans }) => number(spans),
    },
    {
      id: 'sketches',
      header: words.columnSketches,
      numeric: true,
      leaveOutBelow: 600,
      renderCell: ({ sketches }) => number(sketches),
    },
    {
      id: 'when',
      header: words.columnWhen,
      leaveOutBelow: 600,
      renderCell: ({ at }) => <span className="num nowrap">{dateTime(at)}</span>,
    },
    {
      id: 'hash',
      header: words.columnHash,
      renderCell: ({ sha256 }) => (
        <details className="record-hash">
          <summary>
            <code>{sha256.slice(0, 12)}…</code>
          </summary>
          <code>{sha256}</code>
        </details>
      ),
    },
  ];
  return (
    <Dialog
      isOpen
      size="large"
      onClose={onClose}
      title={words.recordOf(roundName(round))}
      lead={words.recordLead}
    >
      {error === null ? null : <Notice kind="bad">{sentenceOf(error)}</Notice>}
      {record === undefined ? null : (
        <div className="stack">
          <section className="stack tight">
            <h3 className="label">{words.copies}</h3>
            {record.copies.length === 0 ? (
              <p className="small muted">{words.copiesNone}</p>
            ) : (
              <Table
                label={words.copies}
                columns={columns}
                rows={record.copies}
                keyOf={({ transcript, member, sha256, at }) =>
                  `${transcript}/${member}/${at}/${sha256}`
                }
              />
            )}
          </section>
          <section className="stack tight" aria-labelledby="record-events">
            <h3 className="label" id="record-events">
              {words.events}
            </h3>
            <ul className="plain-rows">
              {recordEvents(record, { nameOf, titleOf }).map(({ at, sentence }) => (
                <li key={`${at} ${sentence}`}>
                  <span className="small grow" dir="auto">
                    {sentence}
                  </span>
                  <span className="small faint num">{dateTime(at)}</span>
                </li>
              ))}
            </ul>
            {gone.length === 0 ? null : <p className="small muted">{words.recordGone(gone)}</p>}
          </section>
          {record.reopened.length === 0 ? null : (
            <section className="stack tight">
              <h3 className="label">{words.reopened}</h3>
              <ul className="plain-rows">
                {record.reopened.map(({ member, by, at, reason, closedAt }) => (
                  <li key={`${member}/${at}`}>
                    <b dir="auto">{nameOf(member)}</b>
                    {reason === null ? (
                      <span className="muted">{words.reasonGone}</span>
                    ) : (
                      <span dir="auto">{reason}</span>
                    )}
                    <span className="small faint num">
                      {nameOf(by)}, {dateTime(at)};{' '}
                      {closedAt === null
                        ? words.reopenedStill
                        : words.reopenedUntil(dateTime(closedAt))}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {round.kind === 'blind' ? (
            <section className="stack tight">
              <h3 className="label">{words.seen}</h3>
              {record.seenBefore.length === 0 ? (
                <p className="small muted">{words.seenNone}</p>
              ) : (
                <ul className="plain-rows">
                  {record.seenBefore.map((seen) => (
                    <li key={`${seen.transcript}/${seen.member}/${seen.round}/${seen.author}`}>
                      <span className="small">
                        {words.seenLine(
                          nameOf(seen.member),
                          nameOf(seen.author),
                          titleOf(seen.transcript),
                          roundOf(seen.round),
                        )}
                      </span>
                      <span className="small faint num">{dateTime(seen.firstAt)}</span>
                    </li>
                  ))}
                </ul>
              )}
            </section>
          ) : null}
        </div>
      )}
    </Dialog>
  );
}
