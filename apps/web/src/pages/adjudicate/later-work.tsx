import type { AgreementTranscript } from '@triad/collab';
import { adjudicating } from '../../messages/adjudicating.ts';

/** That somebody marked on after the reveal, where that does not count: else nothing would seem to come of it. */
export function LaterWork({
  coders,
  nameOf,
}: {
  readonly coders: AgreementTranscript['coders'];
  readonly nameOf: (member: string) => string;
}) {
  const later = coders.filter(({ laterWork }) => laterWork);
  if (later.length === 0) return null;
  return (
    <p className="later-work small muted">
      {adjudicating.place.laterWork(later.map(({ member }) => nameOf(member)))}
    </p>
  );
}
