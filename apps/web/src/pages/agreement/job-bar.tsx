import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AgreementAnswer, AgreementJob } from '@triad/collab';
import { RefreshCw, Square } from 'lucide-react';
import { Label, ProgressBar } from 'react-aria-components';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { agreement } from '../../messages/agreement.ts';
import { dateTime } from '../../messages/format.ts';
import { Button, toast } from '../../ui/index.ts';

const words = agreement.job;

/** How far it is worked out, and the ways to begin and to stop that. */
export function JobBar({
  project,
  answer: { job, transcripts },
  mayWork,
}: {
  readonly project: string;
  readonly answer: Pick<AgreementAnswer, 'job' | 'transcripts'>;
  readonly mayWork: boolean;
}) {
  const queryClient = useQueryClient();
  const after = {
    onError: (error: Error) => toast(sentenceOf(error), { bad: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.agreement(project) }),
  };
  const work = useMutation({
    mutationFn: async (): Promise<void> => {
      await call('workOutAgreement', { project });
    },
    ...after,
  });
  const stop = useMutation({ mutationFn: () => call('stopAgreement', { project }), ...after });
  const isRunning = job?.state === 'running';
  const facts = factsOf(transcripts);
  const isNew = transcripts.every(({ result, failed }) => result === null && failed === null);
  const told = isNew && !mayWork ? [words.byOthers] : facts;
  const said = [...stateOf(job), ...told].join(' ');
  if (!isRunning && !mayWork && said === '') return null;
  return (
    <div className="job-bar">
      {isRunning ? <Progress job={job} /> : null}
      {isRunning || said === '' ? null : <p>{said}</p>}
      {mayWork && isRunning ? (
        <Button
          icon={<Square size={13} aria-hidden="true" />}
          isPending={stop.isPending}
          onPress={() => stop.mutate()}
        >
          {words.stop}
        </Button>
      ) : null}
      {mayWork && !isRunning ? (
        <Button
          icon={<RefreshCw size={14} aria-hidden="true" />}
          kind={isNew || facts.length > 0 ? 'primary' : 'plain'}
          isPending={work.isPending}
          onPress={() => work.mutate()}
        >
          {isNew ? words.first : words.again}
        </Button>
      ) : null}
      {/* The bar tells how far to whoever asks; read out is only that it began and ended. */}
      <span className="visually-hidden" role="status">
        {job === null ? '' : words.said[job.state]}
      </span>
    </div>
  );
}

function Progress({ job: { done, total } }: { readonly job: AgreementJob }) {
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

function stateOf(job: AgreementJob | null): readonly string[] {
  if (job === null || job.endedAt === null) return [];
  const when = dateTime(job.endedAt);
  if (job.state === 'stopped') return [words.stopped(job.done, job.total, when)];
  return [job.state === 'failed' ? words.failed(when) : `${words.done(when)}.`];
}

function factsOf(transcripts: AgreementAnswer['transcripts']): readonly string[] {
  const moved = transcripts.filter(({ result }) => (result?.movedOn.length ?? 0) > 0).length;
  const failed = transcripts.filter((each) => each.failed !== null).length;
  return [
    ...(moved === 0 ? [] : [words.movedOn(moved, transcripts.length)]),
    ...(failed === 0 ? [] : [words.failedSome(failed)]),
  ];
}
