import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SpanReference } from '@triad/realist';
import { queries } from '../api/queries.ts';
import { annotator as words } from '../messages/annotator.ts';
import { memberOf } from './lanes.ts';

/**
 * A part's span on another transcript: where it is, never its words, which stand there alone. Who
 * may not see that layer finds the part empty.
 */
export function PartElsewhere({
  project,
  member,
  reference,
}: {
  readonly project: string;
  readonly member: string;
  readonly reference: SpanReference;
}) {
  const transcripts = useQuery(queries.transcripts(project)).data ?? [];
  const { elsewhere, span } = reference;
  const author = memberOf(member);
  const transcript = transcripts.find(({ id }) => id === elsewhere?.transcript);
  const seen = transcript?.layers.some(
    (layer) => layer.member === author && layer.round === elsewhere?.round,
  );
  if (elsewhere === null || transcript === undefined || seen !== true) {
    return <span className="faint">{words.sketch.missing}</span>;
  }
  return (
    <Link
      to="/projects/$project/transcripts/$transcript"
      params={{ project, transcript: transcript.id }}
      hash={`span=${author}~${elsewhere.round}/${span}`}
      className="faint"
    >
      {words.sketch.elsewhere(transcript.title)}
    </Link>
  );
}
