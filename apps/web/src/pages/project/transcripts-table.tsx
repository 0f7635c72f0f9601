import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type {
  MemberAnswer,
  ParticipantAnswer,
  ProjectAnswer,
  TranscriptSummary,
} from '@triad/collab';
import { isAllowed, isHidden } from '@triad/collab';
import type { ReactNode } from 'react';
import { useConnection } from '../../api/connection.ts';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { duration, list, number } from '../../messages/format.ts';
import type { Column } from '../../ui/index.ts';
import { Avatar, Pill, Table, Tooltip } from '../../ui/index.ts';
import { Focusable } from 'react-aria-components';
import { roundName } from '../rounds/round-name.ts';
import { compareMembers } from './member-order.ts';
import { nameIn } from './name-in.ts';
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
      renderCell: (transcript) => <Name project={project} transcript={transcript} />,
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
      leaveOutBelow: 1600,
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
      tight: true,
      renderCell: (transcript) => (
        <CoderCounts project={project} transcript={transcript} members={members} />
      ),
    },
    ...(isAllowed('transcript.change', project.roles)
      ? [
          {
            id: 'acts',
            header: words.columnActs,
            hideHeader: true,
            tight: true,
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
  readonly project: ProjectAnswer;
  readonly transcript: TranscriptSummary;
}) {
  const blind = project.rounds.filter((round) => isHidden(round, transcript.id));
  return (
    <span className="row wrap transcript-title">
      {transcript.readable ? (
        <Link
          to="/projects/$project/transcripts/$transcript"
          params={{ project: project.id, transcript: transcript.id }}
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
      {blind.map((round) => (
        <Pill key={round.id} dot="filled">
          <span className="truncate" title={roundName(round)} dir="auto">
            {roundName(round)}
          </span>
          {say.rounds.doneOf(
            round.progress.filter(({ doneAt }) => doneAt !== null).length,
            // Those who code no longer are waited for by nobody.
            round.progress.filter((each) => each.doneAt !== null || each.noLongerCodes !== true)
              .length,
          )}
        </Pill>
      ))}
      {transcript.redacting ? <Pill>{say.redacting.pill}</Pill> : null}
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
            <span className="muted below-1100"> {participant.description}</span>
          ) : null}
        </span>
      ))}
    </span>
  );
}

/** Coders whose counts are drawn; the names and counts of the rest are in one word. */
const MOST_COUNTS = 4;

function CoderCounts({
  project: { rounds, me },
  transcript,
  members,
}: {
  readonly project: ProjectAnswer;
  readonly transcript: TranscriptSummary;
  readonly members: readonly MemberAnswer[];
}) {
  const words = say.overview;
  const isThere = useConnection() === 'there';
  if (!transcript.readable) return <span className="faint">–</span>;
  const layers = transcript.layers
    .filter((layer) => layer.spans + layer.sketches > 0)
    .map((layer) => {
      const name = nameIn(members, layer.member);
      const text = words.spansOf(name, layer.spans, layer.sketches);
      return { ...layer, id: layer.member, name, text };
    })
    .sort(compareMembers(me));
  if (layers.length === 0) {
    // What others have coded is not told, nor what of one's own waits on this device.
    const hiding = rounds.find((round) => isHidden(round, transcript.id));
    if (hiding === undefined) {
      return <span className="faint">{isThere ? words.notCoded : words.nothingSeen}</span>;
    }
    const hidden = say.rounds.hiddenWhile(roundName(hiding));
    return (
      <span className="faint hidden-counts" dir="auto" title={hidden}>
        {hidden}
      </span>
    );
  }
  const drawn = layers.length > MOST_COUNTS + 1 ? layers.slice(0, MOST_COUNTS) : layers;
  const rest = layers.slice(drawn.length);
  return (
    <span className="coder-counts">
      {drawn.map((layer) => (
        <Told key={`${layer.member}/${layer.round}`} text={layer.text}>
          <Avatar id={layer.member} name={layer.name} size={20} decorative />
          <span className="num">{number(layer.spans)}</span>
        </Told>
      ))}
      {rest.length > 0 ? (
        <Told text={list(rest.map(({ text }) => text))}>
          <span className="num faint">+{number(rest.length)}</span>
        </Told>
      ) : null}
    </span>
  );
}

/** Drawn short, told in full. */
function Told({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <Tooltip text={text}>
      <Focusable>
        <span className="coder-count" role="img" aria-label={text}>
          {children}
        </span>
      </Focusable>
    </Tooltip>
  );
}
