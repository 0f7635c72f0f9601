import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConsolidationAnswer, ConsolidationJob, StrategyBatch } from '@triad/collab';
import { RefreshCw, Square, Undo2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Label, ProgressBar } from 'react-aria-components';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { consolidating } from '../../messages/consolidating.ts';
import { dateTime } from '../../messages/format.ts';
import { Button, ConfirmDialog, toast } from '../../ui/index.ts';
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
  const isRunning = job?.state === 'running';
  const isDue = job === null || stale.length > 0 || fresh.length > 0;
  const said = job === null || isRunning ? '' : sentencesOf(job, nameOf).join(' ');
  return (
    <div className="job-bar">
      {isRunning ? <Progress job={job} /> : null}
      {said === '' ? null : <p>{said}</p>}
      {mayChange && isRunning ? (
        <Button
          icon={<Square size={13} aria-hidden="true" />}
          isPending={stop.isPending}
          onPress={() => stop.mutate()}
        >
          {words.stop}
        </Button>
      ) : null}
      {mayChange && !isRunning ? (
        <Button
          icon={<RefreshCw size={14} aria-hidden="true" />}
          kind={isDue ? 'primary' : 'plain'}
          onPress={() => setDialog('begin')}
        >
          {job === null ? words.first : words.again}
        </Button>
      ) : null}
      {mayChange && !isRunning && byStrategy !== null ? (
        <Button
          kind="quiet"
          icon={<Undo2 size={14} aria-hidden="true" />}
          onPress={() => setDialog('undo')}
        >
          {words.undo}
        </Button>
      ) : null}
      {/* The bar tells how far to whoever asks; read out is only that it began and ended. */}
      <span className="visually-hidden" role="status">
        {job === null ? '' : words.said[job.state]}
      </span>
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
    </div>
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

function Progress({ job: { done, total } }: { readonly job: ConsolidationJob }) {
  return (
    <ProgressBar className="job-progress" value={done} maxValue={Math.max(1, total)}>
      {({ percentage }) => (
        <>
          <Label className="num">{words.running(done, total)}</Label>
          <span className="job-track" aria-hidden="true">
            <i style={{ width: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
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
