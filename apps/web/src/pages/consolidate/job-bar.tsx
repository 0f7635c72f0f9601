import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConsolidationAnswer, ConsolidationJob, StrategyBatch } from '@triad/collab';
import { RefreshCw, Undo2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { consolidating } from '../../messages/consolidating.ts';
import { dateTime } from '../../messages/format.ts';
import { Button, ConfirmDialog, toast } from '../../ui/index.ts';
import { JobLine } from '../jobs/job-line.tsx';
import { strategyWords } from './strategy-words.ts';

const BeginDialog = lazy(() => import('./begin-dialog.tsx'));
const words = consolidating.job;

/** How far consolidating is, and the ways to begin it, to stop it, and to undo what the strategy decided. */
export function JobBar({
  project,
  answer: { job, byStrategy, stale, fresh },
  mayChange,
  nameOf,
}: {
  readonly project: string;
  readonly answer: Pick<ConsolidationAnswer, 'job' | 'byStrategy' | 'stale' | 'fresh'>;
  readonly mayChange: boolean;
  readonly nameOf: (member: string) => string;
}) {
  const [dialog, setDialog] = useState<'begin' | 'undo' | null>(null);
  const close = (): void => setDialog(null);
  const queryClient = useQueryClient();
  const settled = async (): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: keys.consolidation(project) });
  };
  const stop = useMutation({
    mutationFn: () => call('stopConsolidation', { project }),
    onError: (error: Error) => toast(sentenceOf(error), { bad: true }),
    onSettled: settled,
  });
  const isDue = job === null || stale.length > 0 || fresh.length > 0;
  const said = job === null || job.state === 'running' ? '' : sentencesOf(job, nameOf).join(' ');
  return (
    <>
      <JobLine job={job} words={words} said={said} stop={mayChange ? stop : null}>
        <Button
          icon={<RefreshCw size={14} aria-hidden="true" />}
          kind={isDue ? 'primary' : 'plain'}
          onPress={() => setDialog('begin')}
        >
          {job === null ? words.first : words.again}
        </Button>
        {byStrategy !== null ? (
          <Button
            kind="quiet"
            icon={<Undo2 size={14} aria-hidden="true" />}
            onPress={() => setDialog('undo')}
          >
            {words.undo}
          </Button>
        ) : null}
      </JobLine>
      <Suspense>
        {dialog === 'begin' ? (
          <BeginDialog
            project={project}
            due={[...stale, ...fresh]}
            nameOf={nameOf}
            onClose={close}
          />
        ) : null}
      </Suspense>
      {dialog === 'undo' && byStrategy !== null ? (
        <UndoDialog project={project} decided={byStrategy} nameOf={nameOf} onClose={close} />
      ) : null}
    </>
  );
}

function UndoDialog({
  project,
  decided: { batch, strategy, by, at, places },
  nameOf,
  onClose,
}: {
  readonly project: string;
  readonly decided: StrategyBatch;
  readonly nameOf: (member: string) => string;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const undo = useMutation({
    mutationFn: () => call('undoStrategy', { project, batch }),
    onSuccess: async ({ decided, left }) => {
      onClose();
      toast(words.undone(decided, left));
      await queryClient.invalidateQueries({ queryKey: keys.project(project) });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.undoTitle}
      confirm={words.undoConfirm}
      onConfirm={() => undo.mutate()}
      isPending={undo.isPending}
      error={undo.error === null ? null : sentenceOf(undo.error)}
    >
      <p>{words.undoOf(strategyWords(strategy, nameOf), nameOf(by), dateTime(at))}</p>
      <p>{words.undoBody(places)}</p>
    </ConfirmDialog>
  );
}

function sentencesOf(
  { state, done, total, by, endedAt, startedAt, strategy, decided, leftOpen }: ConsolidationJob,
  nameOf: (member: string) => string,
): readonly string[] {
  const when = dateTime(endedAt ?? startedAt);
  if (state === 'failed') return [words.failed(when)];
  return [
    state === 'stopped' ? words.stopped(done, total, when) : words.done(when, nameOf(by)),
    ...(strategy === null || decided === 0
      ? []
      : [words.decided(decided, strategyWords(strategy, nameOf))]),
    ...(leftOpen === 0 ? [] : [words.leftOpen(leftOpen)]),
  ];
}
