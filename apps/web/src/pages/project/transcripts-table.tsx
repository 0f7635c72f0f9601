import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type {
  MemberAnswer,
  ParticipantAnswer,
  ProjectAnswer,
  TranscriptSummary,
} from '@triad/collab';
import { isAllowed } from '@triad/collab';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { duration, list, number } from '../../messages/format.ts';
import type { Column } from '../../ui/index.ts';
import { Avatar, Pill, Table, Tooltip } from '../../ui/index.ts';
import { Focusable } from 'react-aria-components';
import { TranscriptActs } from './transcript-acts.tsx';

type Props = {
  readonly project: ProjectAnswer;
  readonly transcripts: readonly TranscriptSummary[];
  readonly members: readonly MemberAnswer[];
};

/** The transcripts of a project: who speaks, how long, and who highlighted how much. */
export function TranscriptsTable({ project, transcripts, members }: Props) {
  const mayName = isAllowed('participants.read', project.roles);
  const { data: participants = [] } = useQuery({
    ...queries.participants(project.id),
    enabled: mayName,
  });
  const words = say.overview;
  const columns: readonly Column<TranscriptSummary>[] = [
    {
      id: 'title',
      header: words.columnTitle,
      isRowHeader: true,
      renderCell: (transcript) => <Name project={project.id} transcript={transcript} />,
    },
    ...(mayName
      ? [
          {
            id: 'participant',
            header: words.columnParticipant,
            leaveOutBelow: 600 as const,
            renderCell: (transcript: TranscriptSummary) => (
              <Participants transcript={transcript} participants={participants} />
            ),
          },
        ]
      : []),
    {
      id: 'speakers',
      header: words.columnSpeakers,
      leaveOutBelow: 1100,
      renderCell: (transcript) => (
        <span className="muted" dir="auto">
          {transcript.speakers.length === 0
            ? '–'
            : list(transcript.speakers.map((speaker) => speaker.name))}
        </span>
      ),
    },
    {
      id: 'turns',
      header: words.columnTurns,
      numeric: true,
      leaveOutBelow: 900,
      renderCell: (transcript) => number(transcript.turns),
    },
    {
      id: 'words',
      header: words.columnWords,
      numeric: true,
      renderCell: (transcript) => number(transcript.words),
    },
    {
      id: 'duration',
      header: words.columnDuration,
      numeric: true,
      leaveOutBelow: 900,
      renderCell: (transcript) =>
        transcript.durationSeconds === null ? (
          <span className="faint">{words.noTimes}</span>
        ) : (
          duration(transcript.durationSeconds)
        ),
    },
    {
      id: 'spans',
      header: words.columnSpans,
      leaveOutBelow: 600,
      renderCell: (transcript) => <CoderCounts transcript={transcript} members={members} />,
    },
    ...(isAllowed('transcript.change', project.roles)
      ? [
          {
            id: 'acts',
            header: words.columnActs,
            hideHeader: true,
            renderCell: (transcript: TranscriptSummary) => (
              <TranscriptActs project={project.id} transcript={transcript} members={members} />
            ),
          },
        ]
      : []),
  ];
  return (
    <Table
      label={words.transcripts}
      columns={columns}
      rows={transcripts}
      keyOf={(transcript) => transcript.id}
    />
  );
}

function Name({
  project,
  transcript,
}: {
  readonly project: string;
  readonly transcript: TranscriptSummary;
}) {
  return (
    <span className="row wrap">
      {transcript.readable ? (
        <Link
          to="/projects/$project/transcripts/$transcript"
          params={{ project, transcript: transcript.id }}
          className="transcript-name"
          dir="auto"
        >
          {transcript.title}
        </Link>
      ) : (
        <span>
          <span dir="auto">{transcript.title}</span>
          <span className="small faint"> · {say.overview.notReadable}</span>
        </span>
      )}
      {transcript.observersRead ? <Pill>{say.overview.observersPill}</Pill> : null}
    </span>
  );
}

function Participants({
  transcript,
  participants,
}: {
  readonly transcript: TranscriptSummary;
  readonly participants: readonly ParticipantAnswer[];
}) {
  const named = transcript.speakers
    .map((speaker) => participants.find((participant) => participant.id === speaker.participant))
    .filter((participant) => participant !== undefined);
  const unique = [...new Set(named)];
  if (unique.length === 0)
    return <span className="faint nowrap">{say.overview.noParticipant}</span>;
  return (
    <span>
      {unique.map((participant, index) => (
        <span key={participant.id} title={participant.description}>
          {index > 0 ? ', ' : ''}
          <b className="num">{participant.pseudonym}</b>
          {unique.length === 1 && participant.description !== '' ? (
            <span className="muted"> {participant.description}</span>
          ) : null}
        </span>
      ))}
    </span>
  );
}

function CoderCounts({
  transcript,
  members,
}: {
  readonly transcript: TranscriptSummary;
  readonly members: readonly MemberAnswer[];
}) {
  const layers = transcript.layers.filter((layer) => layer.spans + layer.sketches > 0);
  if (!transcript.readable) return <span className="faint">–</span>;
  if (layers.length === 0) return <span className="faint">{say.overview.notCoded}</span>;
  return (
    <span className="coder-counts">
      {layers.map((layer) => {
        const name = members.find((member) => member.id === layer.member)?.name ?? '–';
        const text = say.overview.spansOf(name, layer.spans, layer.sketches);
        return (
          <Tooltip key={`${layer.member}/${layer.round}`} text={text}>
            <Focusable>
              <span className="coder-count" role="img" aria-label={text}>
                <Avatar id={layer.member} name={name} size={20} decorative />
                <span className="num">{number(layer.spans)}</span>
              </span>
            </Focusable>
          </Tooltip>
        );
      })}
    </span>
  );
}
