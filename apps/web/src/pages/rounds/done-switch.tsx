import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProjectAnswer, RoundAnswer } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { rounds as words } from '../../messages/rounds.ts';
import { Switch, toast } from '../../ui/index.ts';

/** A coder's own word that they are done with a blind round. */
export function DoneSwitch({
  project,
  round,
  short = false,
}: {
  readonly project: ProjectAnswer;
  readonly round: RoundAnswer;
  /** Without what it means, where there is little room. */
  readonly short?: boolean;
}) {
  const queryClient = useQueryClient();
  const set = useMutation({
    mutationFn: (done: boolean) =>
      call('setRoundDone', { project: project.id, round: round.id }, { done }),
    onError: (error) => toast(`${words.doneFailed} ${sentenceOf(error)}`, { bad: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.project(project.id) }),
  });
  const own = round.progress.find(({ member }) => member === project.me);
  return (
    <Switch
      isSelected={set.isPending ? set.variables : own?.doneAt !== null && own !== undefined}
      isDisabled={set.isPending}
      onChange={(done) => set.mutate(done)}
      {...(short ? {} : { hint: words.iAmDoneHint })}
    >
      {words.iAmDone}
    </Switch>
  );
}
