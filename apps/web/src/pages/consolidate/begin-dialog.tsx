import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AdjudicationAnswer } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys, queries } from '../../api/queries.ts';
import { consolidating } from '../../messages/consolidating.ts';
import { FormDialog, Loading, RadioGroup } from '../../ui/index.ts';
import { strategyWords } from './strategy-words.ts';

const words = consolidating.job;

/** Transcripts up to which what the strategy would decide is looked up, each with all its places. */
const MOST_LOOKED_UP = 12;

/** Says what consolidating does, asks whether the strategy decides first, and begins it. */
export default function BeginDialog({
  project,
  due,
  nameOf,
  onClose,
}: {
  readonly project: string;
  /** Transcripts of which something has moved on; none: all are computed. */
  readonly due: readonly string[];
  readonly nameOf: (member: string) => string;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [how, setHow] = useState<'leave' | 'decide'>('leave');
  const isAll = due.length === 0;
  const begin = useMutation({
    mutationFn: () => call('consolidate', { project }, { decide: how === 'decide', all: isAll }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.consolidation(project) });
    },
  });
  const { data: overview, error } = useQuery(queries.adjudicationOverview(project));
  const method = useQuery(queries.cmocs(project));
  const strategy = method.data?.settings.strategy;
  const isKnown = overview !== undefined && strategy !== undefined;
  const trouble = begin.error ?? error ?? method.error;
  const transcripts = overview?.transcripts ?? [];
  const open = transcripts.reduce((sum, { places }) => sum + (places?.open ?? 0), 0);
  const agreed = transcripts.reduce((sum, { places }) => sum + (places?.agreed ?? 0), 0);
  const looked = transcripts.filter(
    ({ places }) => (places?.open ?? 0) + (places?.agreed ?? 0) > 0,
  );
  const isCompared = transcripts.every(({ places }) => places !== null);
  const isLookedUp = looked.length <= MOST_LOOKED_UP;
  const answers = useQueries({
    queries: looked.map(({ id }) => ({
      ...queries.adjudication(project, id),
      enabled: isLookedUp && how === 'decide',
    })),
  });
  // An answer from before the strategy was set says nothing of it; of a coder who is not in it there is none.
  const tells = (data: AdjudicationAnswer | undefined): boolean =>
    data !== undefined &&
    (strategy?.startsWith('coder:') === true ||
      data.strategies.some((each) => each.strategy === strategy));
  const decides = answers.every(({ data }) => tells(data))
    ? answers.reduce(
        (sum, { data }) =>
          sum + (data?.strategies.find((each) => each.strategy === strategy)?.places ?? 0),
        0,
      )
    : null;
  return (
    <FormDialog
      onClose={onClose}
      title={words.dialog}
      lead={words.lead(isAll || how === 'decide' ? transcripts.length : due.length)}
      submit={words.begin}
      onSubmit={() => begin.mutate()}
      isPending={begin.isPending}
      isDisabled={!isKnown}
      error={trouble === null ? null : sentenceOf(trouble)}
    >
      {isKnown || trouble !== null ? null : <Loading>{words.counting}</Loading>}
      {/* Only once all of it is known: what is chosen from must not move under the pointer. */}
      {!isKnown ? null : (
        <RadioGroup
          label={words.question}
          value={how}
          onChange={setHow}
          choices={[
            {
              value: 'leave',
              label: words.leave,
              hint: isCompared ? words.leaveHint(open, agreed) : words.notCompared,
            },
            {
              value: 'decide',
              label: words.decide(strategyWords(strategy, nameOf)),
              hint: !isCompared
                ? words.decideUncounted
                : decides === null || !isLookedUp || how === 'leave'
                  ? words.decideHint(open + agreed)
                  : words.decideExactly(decides, Math.max(0, open + agreed - decides)),
            },
          ]}
        />
      )}
    </FormDialog>
  );
}
