import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type {
  AgreementTranscript,
  DifferenceKind,
  ProjectAnswer,
  TranscriptAgreementAnswer,
} from '@triad/collab';
import { ArrowLeft } from 'lucide-react';
import { queries } from '../../api/queries.ts';
import { agreement } from '../../messages/agreement.ts';
import { EmptyState, Select } from '../../ui/index.ts';
import { countOf } from './count-of.ts';
import { PlaceFilters } from './place-filters.tsx';
import { PlaceList, PlaceRowWords } from './place-list.tsx';
import type { Place, PlaceFilter } from './places.ts';
import { NO_FILTER } from './places.ts';
import { searchOf } from './search.ts';

const words = agreement.place;

/** Where I am: which transcript, which places of it, and the way on to the next transcript. */
export function PlaceListColumn({
  project,
  transcript,
  answer,
  places,
  list,
  current,
  filter,
  coders,
  nameOf,
  onFilter,
}: {
  readonly project: ProjectAnswer;
  readonly transcript: { readonly id: string; readonly title: string };
  readonly answer: TranscriptAgreementAnswer;
  readonly places: readonly Place[];
  readonly list: readonly Place[];
  readonly current: Place | null;
  readonly filter: PlaceFilter;
  readonly coders: readonly string[];
  readonly nameOf: (member: string) => string;
  readonly onFilter: (filter: PlaceFilter) => void;
}) {
  const navigate = useNavigate();
  const search = searchOf(filter);
  const others = useQuery(queries.agreement(project.id, [])).data?.transcripts ?? [];
  const next = nextOf(others, transcript.id, filter.kind);
  return (
    <div className="places-left">
      <div className="places-where">
        <Link
          to="/projects/$project/agreement"
          params={{ project: project.id }}
          className="back-link"
        >
          <ArrowLeft size={14} aria-hidden="true" />
          {words.back}
        </Link>
        <Select
          label={words.transcript}
          hideLabel
          value={transcript.id}
          choices={
            others.some(({ id }) => id === transcript.id)
              ? others.map((each) => ({
                  value: each.id,
                  label: words.transcriptCount(each.title, countIn(each, filter.kind)),
                }))
              : [{ value: transcript.id, label: transcript.title }]
          }
          onChange={(id) =>
            void navigate({
              to: '/projects/$project/agreement/$transcript',
              params: { project: project.id, transcript: id },
              search,
            })
          }
        />
      </div>
      {places.length === 0 ? (
        <EmptyState title={words.none}>
          {answer.transcript.coders.length < 2
            ? words.tooFew
            : answer.groups.length === 0
              ? words.unmarked
              : words.noneBody}
        </EmptyState>
      ) : (
        <>
          <PlaceFilters
            places={places}
            list={list}
            filter={filter}
            coders={coders}
            nameOf={nameOf}
            onChange={onFilter}
            onClear={() => onFilter(NO_FILTER)}
          />
          {list.length === 0 ? (
            <EmptyState title={words.noneFound} />
          ) : (
            <PlaceList
              label={words.list}
              list={list}
              current={current}
              renderRow={(place, isCurrent) => (
                <Link
                  to="/projects/$project/agreement/$transcript"
                  params={{ project: project.id, transcript: transcript.id }}
                  search={{ ...search, place: place.id }}
                  replace
                  className={`place-row${isCurrent ? ' on' : ''}`}
                  {...(isCurrent ? { 'aria-current': 'true' as const } : {})}
                >
                  <PlaceRowWords text={answer.text} place={place} nameOf={nameOf} />
                </Link>
              )}
            />
          )}
        </>
      )}
      {next === null ? null : (
        <Link
          to="/projects/$project/agreement/$transcript"
          params={{ project: project.id, transcript: next.id }}
          search={search}
          className="next-transcript"
        >
          <span className="truncate">{words.further(next.title)}</span>
        </Link>
      )}
    </div>
  );
}

/** The next transcript behind this one that has a place of the kind; null where there is none. */
function nextOf(
  transcripts: readonly AgreementTranscript[],
  id: string,
  kind: DifferenceKind | null,
): AgreementTranscript | null {
  const at = transcripts.findIndex((each) => each.id === id);
  return transcripts.slice(at + 1).find((each) => at >= 0 && countIn(each, kind) > 0) ?? null;
}

function countIn({ result }: AgreementTranscript, kind: DifferenceKind | null): number {
  if (result === null) return 0;
  return kind === null ? result.places.differ : countOf(result.places, kind);
}
