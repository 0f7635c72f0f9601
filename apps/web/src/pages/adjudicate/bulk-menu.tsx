import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AdjudicationAnswer, StrategyName } from '@triad/collab';
import { CheckCheck } from 'lucide-react';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { adjudicating } from '../../messages/adjudicating.ts';
import { Button, FormDialog, Menu, TextField, toast } from '../../ui/index.ts';
import { LIMITS } from '@triad/collab';

const words = adjudicating.bulk;

type Where = { readonly project: string; readonly transcript: string };

/** What a strategy would decide at once, each asked about before. */
export function BulkMenu({
  project,
  transcript,
  answer,
  nameOf,
}: Where & {
  readonly answer: Pick<AdjudicationAnswer, 'strategies' | 'transcript'>;
  readonly nameOf: (member: string) => string;
}) {
  const [chosen, setChosen] = useState<StrategyName | null>(null);
  const label = (strategy: StrategyName, places: number): string =>
    strategy === 'all'
      ? words.all(places)
      : words.by(adjudicating.strategy(strategy, nameOf), places);
  if (answer.strategies.length === 0) return null;
  return (
    <>
      <Menu
        label={words.label}
        trigger={<Button icon={<CheckCheck size={14} aria-hidden="true" />}>{words.button}</Button>}
        entries={answer.strategies.map(({ strategy, places }) => ({
          id: strategy,
          label: label(strategy, places),
          hint: places === 0 ? words.nothing : words.hint,
          isDisabled: places === 0,
          onAction: () => setChosen(strategy),
        }))}
      />
      {chosen === null ? null : (
        <BulkDialog
          {...{ project, transcript, nameOf }}
          text={answer.transcript.result?.text ?? ''}
          strategy={chosen}
          places={answer.strategies.find(({ strategy }) => strategy === chosen)?.places ?? 0}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

function BulkDialog({
  project,
  transcript,
  text,
  strategy,
  places,
  nameOf,
  onClose,
}: Where & {
  readonly text: string;
  readonly strategy: StrategyName;
  readonly places: number;
  readonly nameOf: (member: string) => string;
  readonly onClose: () => void;
}) {
  const [why, setWhy] = useState('');
  const settled = useSettled({ project, transcript });
  const undo = useUndoBatch({ project, transcript });
  const decide = useMutation({
    mutationFn: () => call('decideMany', { transcript }, { text, strategy, why: why.trim() }),
    onSuccess: ({ batch, decided }) => {
      onClose();
      const action = { label: words.undo, onAction: () => undo.mutate(batch) };
      toast(words.done(decided), decided === 0 ? {} : { action });
    },
    onSettled: settled,
  });
  return (
    <FormDialog
      onClose={onClose}
      title={words.title(places)}
      lead={words.body(adjudicating.strategy(strategy, nameOf), places)}
      submit={words.confirm(places)}
      onSubmit={() => decide.mutate()}
      isPending={decide.isPending}
      error={decide.error === null ? null : sentenceOf(decide.error)}
    >
      <TextField
        label={adjudicating.acts.reason}
        value={why}
        onChange={setWhy}
        rows={2}
        maxLength={LIMITS.reasonUtf16}
        autoFocus
      />
    </FormDialog>
  );
}

/** Takes back what was decided with one command; what somebody decided otherwise since stays. */
export function useUndoBatch(where: Where) {
  const settled = useSettled(where);
  return useMutation({
    mutationFn: (batch: string) => call('undoMany', { transcript: where.transcript, batch }),
    onSuccess: ({ decided, left }) => toast(words.undone(decided, left)),
    onError: (error: Error) => toast(sentenceOf(error), { bad: true }),
    onSettled: settled,
  });
}

function useSettled({ project, transcript }: Where): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.adjudication(project, transcript) }),
      client.invalidateQueries({ queryKey: keys.adjudicationOverview(project) }),
    ]);
  };
}
