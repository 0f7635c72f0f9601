import { useQuery } from '@tanstack/react-query';
import type { MemberAnswer, ProjectAnswer, RoundAnswer } from '@triad/collab';
import { LockOpen } from 'lucide-react';
import { queries } from '../api/queries.ts';
import { rounds as words } from '../messages/rounds.ts';
import { roundName } from '../pages/rounds/round-name.ts';
import { Button } from '../ui/index.ts';

/** Over the text: that a closed round is open again for this coder, by whom, why, and what that means. */
export function ReopenedNotice({
  project,
  members,
  reopened,
  main,
  onChooseRound,
}: {
  readonly project: ProjectAnswer;
  readonly members: readonly MemberAnswer[];
  readonly reopened: RoundAnswer;
  /** The round into which marks go now. */
  readonly main: RoundAnswer | null;
  readonly onChooseRound: (round: string) => void;
}) {
  const { data } = useQuery(queries.reopening(project.id, reopened.id));
  const reopening = data?.reopening ?? null;
  const reason = reopening?.reason ?? null;
  const name = roundName(reopened);
  const by = members.find(({ id }) => id === reopening?.by)?.name;
  const isHere = main?.id === reopened.id;
  return (
    <aside className="round-notice" aria-label={words.reopenedTitle(name)}>
      <LockOpen size={15} aria-hidden="true" />
      <p>
        <b>{words.reopenedForYou(name, by ?? null)}</b>{' '}
        {reason === null ? null : (
          <>
            <q dir="auto">{reason}</q>{' '}
          </>
        )}
        {isHere
          ? words.reopenedMeans
          : words.reopenedElsewhere(main === null ? '' : roundName(main))}
      </p>
      {isHere ? null : (
        <Button className="small" onPress={() => onChooseRound(reopened.id)}>
          {words.goTo(name)}
        </Button>
      )}
    </aside>
  );
}
