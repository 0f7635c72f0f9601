import type { MemberAnswer, ProjectAnswer } from '@triad/collab';
import { EyeOff, Lock } from 'lucide-react';
import { date } from '../messages/format.ts';
import { rounds as words } from '../messages/rounds.ts';
import { DoneSwitch } from '../pages/rounds/done-switch.tsx';
import { roundName } from '../pages/rounds/round-name.ts';
import { Pill } from '../ui/index.ts';
import type { PageRound } from './page-round.ts';

/** In the header: the round into which marks go. */
export function RoundPill({ round: { main, blind } }: { readonly round: PageRound }) {
  if (main === null) return null;
  return (
    <Pill dot={main.state === 'open' ? 'filled' : 'hollow'}>
      {roundName(main)}
      {blind?.due ? ` · ${words.due(date(blind.due.at))}` : ''}
    </Pill>
  );
}

/** Over the text: that a round is blind and who is in it, or why nothing can be marked. */
export function RoundNotice({
  project,
  members,
  round: { main, blind, writable, hidden },
}: {
  readonly project: ProjectAnswer;
  readonly members: readonly MemberAnswer[];
  readonly round: PageRound;
}) {
  if (blind !== null) {
    const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? '–';
    const names = blind.progress.map(({ member, doneAt, noLongerCodes }) => {
      if (doneAt !== null) return `${nameOf(member)} (${words.done})`;
      return noLongerCodes === true ? `${nameOf(member)} (${words.noLongerCodes})` : nameOf(member);
    });
    return (
      <aside className="round-notice blind" aria-label={roundName(blind)}>
        <EyeOff size={15} aria-hidden="true" />
        <p>{words.blindHere(roundName(blind), names)}</p>
        {blind.state === 'open' ? <DoneSwitch project={project} round={blind} short /> : null}
      </aside>
    );
  }
  const isCoder = project.roles.includes('coder');
  const isShut = isCoder && writable.length === 0;
  if (!isShut && hidden.length === 0) return null;
  return (
    <aside className="round-notice" aria-label={main === null ? words.title : roundName(main)}>
      {isShut ? <Lock size={15} aria-hidden="true" /> : <EyeOff size={15} aria-hidden="true" />}
      <p>
        {isShut ? words.noRound : null}{' '}
        {hidden.map((each) => words.hiddenHere(roundName(each))).join(' ')}
      </p>
    </aside>
  );
}
