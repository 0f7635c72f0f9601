import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AgreementAnswer, AgreementJob } from '@triad/collab';
import { RefreshCw } from 'lucide-react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { agreement } from '../../messages/agreement.ts';
import { dateTime } from '../../messages/format.ts';
import { Button, toast } from '../../ui/index.ts';
import { JobLine } from '../jobs/job-line.tsx';

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
    <JobLine job={job} words={words} said={said} stop={mayWork ? stop : null}>
      <Button
        icon={<RefreshCw size={14} aria-hidden="true" />}
        kind={isNew || facts.length > 0 ? 'primary' : 'plain'}
        isPending={work.isPending}
        onPress={() => work.mutate()}
      >
        {isNew ? words.first : words.again}
      </Button>
    </JobLine>
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
