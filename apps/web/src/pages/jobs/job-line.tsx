import { Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { Label, ProgressBar } from 'react-aria-components';
import { Button } from '../../ui/index.ts';
import './job-line.css';

type Job = {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly done: number;
  readonly total: number;
};

/** How far a job of the server is, the way to stop it, and, while none runs, what is said and offered instead. */
export function JobLine({
  job,
  words,
  said,
  stop,
  children,
}: {
  /** The last that there was. */
  readonly job: Job | null;
  readonly words: {
    readonly running: (done: number, total: number) => string;
    readonly stop: string;
    readonly said: Readonly<Record<Job['state'], string>>;
  };
  /** Of the last one, and of what moved on since; empty: nothing. */
  readonly said: string;
  /** Null: it is for others to stop, and to begin. */
  readonly stop: { readonly isPending: boolean; readonly mutate: () => void } | null;
  /** What begins it, and other acts of who may. */
  readonly children: ReactNode;
}) {
  const isRunning = job?.state === 'running';
  return (
    <div className="job-line">
      {isRunning ? <Progress label={words.running(job.done, job.total)} job={job} /> : null}
      {isRunning || said === '' ? null : <p>{said}</p>}
      {stop === null ? null : isRunning ? (
        <Button
          icon={<Square size={13} aria-hidden="true" />}
          isPending={stop.isPending}
          onPress={() => stop.mutate()}
        >
          {words.stop}
        </Button>
      ) : (
        children
      )}
      {/* The bar tells how far to whoever asks; read out is only that it began and ended. */}
      <span className="visually-hidden" role="status">
        {job === null ? '' : words.said[job.state]}
      </span>
    </div>
  );
}

function Progress({ label, job: { done, total } }: { readonly label: string; readonly job: Job }) {
  return (
    <ProgressBar className="job-progress" value={done} maxValue={Math.max(1, total)}>
      {({ percentage }) => (
        <>
          <Label className="num">{label}</Label>
          <span className="job-track" aria-hidden="true">
            <i style={{ width: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
