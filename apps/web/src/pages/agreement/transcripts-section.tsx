import { Link } from '@tanstack/react-router';
import type { AgreementTranscript, PlaceCounts, RoundAnswer } from '@triad/collab';
import { SPAN_DIFFERENCES } from '@triad/collab';
import { Flag } from 'lucide-react';
import { agreement as words } from '../../messages/agreement.ts';
import { dateTime, number } from '../../messages/format.ts';
import { Avatar, Table } from '../../ui/index.ts';
import type { Column } from '../../ui/index.ts';
import { roundName } from '../rounds/round-name.ts';
import { byName } from './by-name.ts';

type Props = {
  readonly project: string;
  readonly transcripts: readonly AgreementTranscript[];
  readonly rounds: readonly RoundAnswer[];
  readonly nameOf: (member: string) => string;
};

/** The transcripts that are compared; each leads to its places. */
export function TranscriptsSection({ project, transcripts, rounds, nameOf }: Props) {
  const most = Math.max(
    1,
    ...transcripts.flatMap(({ result }) =>
      result === null ? [] : SPAN_DIFFERENCES.map((kind) => result.places.kinds[kind]),
    ),
  );
  const { column } = words;
  const columns: readonly Column<AgreementTranscript>[] = [
    {
      id: 'title',
      header: column.title,
      isRowHeader: true,
      renderCell: ({ id, title }) => (
        <Link
          to="/projects/$project/agreement/$transcript"
          params={{ project, transcript: id }}
          className="transcript-name"
        >
          <bdi>{title}</bdi>
        </Link>
      ),
    },
    {
      id: 'places',
      header: column.places,
      numeric: true,
      renderCell: ({ result }) =>
        result === null ? (
          <span className="faint">–</span>
        ) : (
          words.ofPlaces(result.places.differ, result.places.places)
        ),
    },
    {
      id: 'kinds',
      header: column.kinds,
      tight: true,
      leaveOutBelow: 600,
      renderCell: ({ result }) =>
        result === null ? null : <KindBars places={result.places} most={most} />,
    },
    {
      id: 'flags',
      header: column.flags,
      numeric: true,
      renderCell: ({ result }) =>
        result === null || result.flags === 0 ? (
          <span className="faint">–</span>
        ) : (
          <span className="flag-count" title={words.flags(result.flags)}>
            <Flag size={12} aria-hidden="true" /> {number(result.flags)}
          </span>
        ),
    },
    {
      id: 'coders',
      header: column.coders,
      tight: true,
      renderCell: ({ coders }) => (
        <span className="avatars">
          {byName(coders, nameOf).map(({ member, spans, sketches }) => {
            const about = words.coderCounts(nameOf(member), spans, sketches);
            return (
              <span key={member} role="img" aria-label={about} title={about}>
                <Avatar id={member} name={nameOf(member)} size={20} decorative />
              </span>
            );
          })}
        </span>
      ),
    },
    {
      id: 'round',
      header: column.round,
      leaveOutBelow: 1100,
      renderCell: ({ round }) => {
        const known = rounds.find(({ id }) => id === round);
        return <bdi className="muted">{known === undefined ? '–' : roundName(known)}</bdi>;
      },
    },
    {
      id: 'state',
      header: column.state,
      renderCell: (transcript) => <State transcript={transcript} />,
    },
    {
      id: 'leftOut',
      header: column.leftOut,
      leaveOutBelow: 900,
      renderCell: (transcript) => <LeftOutHere transcript={transcript} nameOf={nameOf} />,
    },
  ];
  return (
    <section aria-labelledby="agreement-transcripts" className="stack tight">
      <h3 id="agreement-transcripts" className="label">
        {words.transcripts}
      </h3>
      <div className="scrolls-wide">
        <Table
          label={words.transcriptsCaption}
          columns={columns}
          rows={transcripts}
          keyOf={({ id }) => id}
        />
      </div>
    </section>
  );
}

/** A column a kind, in the order in which the kinds are listed above; as high as it is frequent. */
function KindBars({ places, most }: { readonly places: PlaceCounts; readonly most: number }) {
  const label = words.barOf(
    SPAN_DIFFERENCES.map((kind) => [words.kind[kind], places.kinds[kind]] as const),
  );
  return (
    <span className="kind-bars" role="img" aria-label={label} title={label}>
      {SPAN_DIFFERENCES.map((kind) => (
        <i key={kind} style={{ height: `${(places.kinds[kind] / most) * 100}%` }} />
      ))}
    </span>
  );
}

function State({ transcript: { failed, result } }: { readonly transcript: AgreementTranscript }) {
  if (failed !== null) return <span className="agreement-failed">{failed}</span>;
  if (result === null) return <span className="muted">{words.never}</span>;
  if (result.movedOn.length > 0) {
    return (
      <span className="agreement-moved" title={words.movedHint}>
        {words.moved(result.movedOn)}
      </span>
    );
  }
  return (
    <span className="faint" {...(result.at === null ? {} : { title: dateTime(result.at) })}>
      {words.fresh}
    </span>
  );
}

function LeftOutHere({
  transcript: { coders, notDone },
  nameOf,
}: {
  readonly transcript: AgreementTranscript;
  readonly nameOf: (member: string) => string;
}) {
  const lost = coders.reduce((sum, coder) => sum + coder.lost, 0);
  const later = coders.filter(({ laterWork }) => laterWork);
  const late = coders.filter((coder) => coder.late);
  const facts = [
    ...(notDone.length === 0 ? [] : [words.notDone(notDone.map(nameOf))]),
    ...(lost === 0 ? [] : [words.lost(lost)]),
    ...(later.length === 0 ? [] : [words.laterWork(later.map(({ member }) => nameOf(member)))]),
    ...(late.length === 0 ? [] : [words.late(late.map(({ member }) => nameOf(member)))]),
  ];
  if (facts.length === 0) return <span className="faint">–</span>;
  return <span className="muted">{facts.join('; ')}</span>;
}
