import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { MemberAnswer, ProjectAnswer, RoundAnswer, TranscriptSummary } from '@triad/collab';
import { closedIn, isAllowed, isBlindWithin } from '@triad/collab';
import { Ellipsis, Eye, EyeOff, FileCheck2, Lock, LockOpen, Pencil } from 'lucide-react';
import { useNow } from '../../shell/use-now.ts';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { date, dueDateTime, fromNow, list } from '../../messages/format.ts';
import { Avatar, Button, IconButton, Menu, Pill, toast } from '../../ui/index.ts';
import { nameIn } from '../project/name-in.ts';
import { DoneSwitch } from './done-switch.tsx';
import { roundName } from './round-name.ts';
import { shutWhollyBy } from './shut-by.ts';

export type RoundAct = 'change' | 'close' | 'reopen' | 'record';

/** One round: its kind and state, where, who, how far, and what one may do. */
export function RoundCard({
  project,
  round,
  transcripts,
  members,
  onAct,
}: {
  readonly project: ProjectAnswer;
  readonly round: RoundAnswer;
  readonly transcripts: readonly TranscriptSummary[];
  readonly members: readonly MemberAnswer[];
  readonly onAct: (act: RoundAct) => void;
}) {
  const words = say.rounds;
  const name = roundName(round);
  const Icon = round.kind === 'blind' ? EyeOff : Eye;
  const isOver = round.state === 'closed';
  const titleOf = (id: string) => transcripts.find((each) => each.id === id)?.title ?? words.gone;
  return (
    <article className={`card round ${isOver ? 'over' : ''}`} aria-label={name}>
      <header className="row between wrap">
        <h3 className="row">
          <Icon size={17} aria-hidden="true" />
          <span dir="auto">{name}</span>
          {round.title === '' ? null : (
            <span className="faint small">{words.numbered(round.number)}</span>
          )}
        </h3>
        <span className="row">
          <Pill>{words.kind[round.kind]}</Pill>
          <Pill dot={isOver ? 'hollow' : 'filled'}>{words.state[round.state]}</Pill>
          <Acts project={project} round={round} name={name} onAct={onAct} />
        </span>
      </header>
      <p className="small muted row wrap">
        <Times round={round} />
        <span className="faint">·</span>
        <span dir="auto">
          {round.transcripts === null
            ? words.allTranscripts
            : list(round.transcripts.map((id) => titleOf(id)))}
        </span>
      </p>
      {round.closedTranscripts.length > 0 && !isOver ? (
        <p className="small muted">
          {words.closedAlone(round.closedTranscripts.map((id) => titleOf(id)))}
        </p>
      ) : null}
      {round.coders === null ? null : <Progress round={round} members={members} />}
      <Reopened project={project} round={round} transcripts={transcripts} members={members} />
      <ToAgreement project={project} round={round} />
      {round.state === 'open' && round.coders?.includes(project.me) === true ? (
        <DoneSwitch project={project} round={round} />
      ) : null}
    </article>
  );
}

/** Once it is closed, wholly or for some transcripts: where those who coded in it differ. */
function ToAgreement({
  project,
  round,
}: {
  readonly project: ProjectAnswer;
  readonly round: RoundAnswer;
}) {
  const isAny = round.state === 'closed' || round.closedTranscripts.length > 0;
  const unblinded = !isBlindWithin(project.rounds, round, project.me);
  if (!isAny || !isAllowed('agreement.read', project.roles, { unblinded })) return null;
  const of = closedIn(round);
  return (
    <p className="small">
      <Link
        to="/projects/$project/agreement"
        params={{ project: project.id }}
        search={of.length === 0 ? {} : { transcripts: of.join() }}
      >
        {say.agreement.open}
      </Link>
    </p>
  );
}

function Acts({
  project,
  round,
  name,
  onAct,
}: {
  readonly project: ProjectAnswer;
  readonly round: RoundAnswer;
  readonly name: string;
  readonly onAct: (act: RoundAct) => void;
}) {
  const words = say.rounds;
  const unblinded = !isBlindWithin(project.rounds, round, project.me);
  const entry = (id: RoundAct, label: string, Drawing: typeof Pencil) => ({
    id,
    label,
    icon: <Drawing size={15} aria-hidden="true" />,
    onAction: () => onAct(id),
  });
  const entries = [
    ...(isAllowed('rounds.change', project.roles) && round.state === 'open'
      ? [entry('change', words.change, Pencil), entry('close', words.close, Lock)]
      : []),
    ...(isAllowed('rounds.change', project.roles) && round.state === 'closing'
      ? [entry('close', words.closeOn, Lock)]
      : []),
    ...(isAllowed('rounds.change', project.roles) &&
    (round.state === 'closed' || round.closedTranscripts.length > 0)
      ? [entry('reopen', words.reopen, LockOpen)]
      : []),
    ...(isAllowed('rounds.progress', project.roles, { unblinded })
      ? [entry('record', words.record, FileCheck2)]
      : []),
  ];
  if (entries.length === 0) return null;
  return (
    <Menu
      label={say.ui.moreActs(name)}
      trigger={<IconButton icon={<Ellipsis size={16} />} label={say.ui.moreActs(name)} />}
      entries={entries}
    />
  );
}

function Times({ round }: { readonly round: RoundAnswer }) {
  const words = say.rounds;
  const now = useNow();
  if (round.closedAt !== null) return <span>{words.closedOn(date(round.closedAt))}</span>;
  if (round.due === null) return <span>{words.openedOn(date(round.openedAt))}</span>;
  const when = `${dueDateTime(round.due)}, ${fromNow(round.due.at, now)}`;
  const isPast = Date.parse(round.due.at) < now;
  return <span>{isPast ? words.overdue(when) : words.due(when)}</span>;
}

function Progress({
  round,
  members,
}: {
  readonly round: RoundAnswer;
  readonly members: readonly MemberAnswer[];
}) {
  const words = say.rounds;
  return (
    <ul className="round-coders" aria-label={words.inIt}>
      {round.progress.map(({ member, doneAt, started, noLongerCodes }) => {
        const name = nameIn(members, member);
        const state = stateOf({ doneAt, started }, round.state === 'closed');
        return (
          <li key={member} className="row">
            <Avatar id={member} name={name} size={20} decorative />
            <span dir="auto">{name}</span>
            <span className={doneAt === null ? 'faint small' : 'small round-done'}>{state}</span>
            {noLongerCodes === true ? (
              <span className="faint small">({words.noLongerCodes})</span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** How far a coder is; of a round that is closed, how far they were. */
function stateOf(
  { doneAt, started }: Pick<RoundAnswer['progress'][number], 'doneAt' | 'started'>,
  isOver: boolean,
): string {
  const words = say.rounds;
  if (doneAt !== null) return isOver ? words.wasDone : words.done;
  if (started === false) return isOver ? words.didNotStart : words.notStarted;
  if (isOver) return words.wasNotDone;
  return started === true ? words.started : words.notDone;
}

function Reopened({
  project,
  round,
  transcripts,
  members,
}: {
  readonly project: ProjectAnswer;
  readonly round: RoundAnswer;
  readonly transcripts: readonly TranscriptSummary[];
  readonly members: readonly MemberAnswer[];
}) {
  const words = say.rounds;
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: (member: string) =>
      call(
        'closeAgain',
        { project: project.id, round: round.id },
        { version: round.version, member },
      ),
    onError: (error) => toast(sentenceOf(error), { bad: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.project(project.id) }),
  });
  if (round.reopenedFor.length === 0) return null;
  const shut = round.reopenedFor.flatMap((member) => {
    const by = shutWhollyBy(project.rounds, round, member, transcripts);
    return by === null ? [] : [{ member, by: roundName(by) }];
  });
  const nameOf = (id: string) => nameIn(members, id);
  return (
    <p className="small row wrap">
      <LockOpen size={14} aria-hidden="true" />
      <span>{words.reopenedFor(round.reopenedFor.map(nameOf))}</span>
      {shut.map(({ member, by }) => (
        <span key={member} className="muted">
          {words.reopenedShut(nameOf(member), by)}
        </span>
      ))}
      {isAllowed('rounds.change', project.roles)
        ? round.reopenedFor.map((member) => (
            <Button
              key={member}
              kind="quiet"
              className="small"
              isPending={end.isPending}
              onPress={() => end.mutate(member)}
            >
              {words.closeAgain(nameOf(member))}
            </Button>
          ))
        : null}
    </p>
  );
}
