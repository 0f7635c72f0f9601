import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProjectAnswer, RoundAnswer, TranscriptSummary } from '@triad/collab';
import { basisOf, closedOn, isAllowed } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Select, toast } from '../../ui/index.ts';
import { roundName } from './round-name.ts';

/** No round has it as its id. */
const LATEST = 'latest';

/** On which closed round the figures of a transcript rest; a lead chooses where it could be several. */
export function BasisSection({
  project,
  transcripts,
}: {
  readonly project: ProjectAnswer;
  readonly transcripts: readonly TranscriptSummary[];
}) {
  const words = say.rounds;
  const based = transcripts
    .map((transcript) => ({ transcript, closed: closedOn(project.rounds, transcript.id) }))
    .filter(({ closed }) => closed.length > 0);
  if (based.length === 0) return null;
  return (
    <section className="basis" aria-labelledby="basis-title">
      <h3 id="basis-title">{words.basis}</h3>
      <p className="small muted">{words.basisLead}</p>
      <ul className="basis-list">
        {based.map(({ transcript, closed }) => (
          <li key={transcript.id}>
            <span className="truncate" dir="auto">
              {transcript.title}
            </span>
            <Basis project={project} transcript={transcript} closed={closed} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Basis({
  project,
  transcript,
  closed,
}: {
  readonly project: ProjectAnswer;
  readonly transcript: TranscriptSummary;
  readonly closed: readonly RoundAnswer[];
}) {
  const words = say.rounds;
  const queryClient = useQueryClient();
  const choose = useMutation({
    mutationFn: (basis: string) =>
      call(
        'changeTranscript',
        { transcript: transcript.id },
        { version: transcript.version, basis: basis === LATEST ? null : basis },
      ),
    onError: (error) => toast(sentenceOf(error), { bad: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.transcripts(project.id) }),
  });
  const latest = basisOf(closed, transcript.id, null);
  const choices = [
    { value: LATEST, label: words.basisLatest(latest === null ? '' : roundName(latest)) },
    ...closed.map((round) => ({ value: round.id, label: roundName(round) })),
  ];
  const basis = basisOf(closed, transcript.id, transcript.basis);
  const kept = basis !== null && basis.id === transcript.basis ? basis.id : LATEST;
  // With one closed round there is nothing to choose.
  if (closed.length === 1 && basis !== null) return <span dir="auto">{roundName(basis)}</span>;
  if (!isAllowed('transcript.change', project.roles)) {
    return <span dir="auto">{choices.find(({ value }) => value === kept)?.label}</span>;
  }
  return (
    <Select
      label={words.basisOf(transcript.title)}
      hideLabel
      choices={choices}
      value={choose.isPending ? choose.variables : kept}
      onChange={(basis) => choose.mutate(basis)}
      isDisabled={choose.isPending}
    />
  );
}
