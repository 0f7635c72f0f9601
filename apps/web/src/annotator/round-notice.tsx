import type { MemberAnswer, ProjectAnswer } from '@triad/collab';
import { EyeOff, Lock } from 'lucide-react';
import { Focusable } from 'react-aria-components';
import { date, dueDateTime, list } from '../messages/format.ts';
import { rounds as words } from '../messages/rounds.ts';
import { nameIn } from '../pages/project/name-in.ts';
import { DoneSwitch } from '../pages/rounds/done-switch.tsx';
import { roundName } from '../pages/rounds/round-name.ts';
import { Pill, Tooltip } from '../ui/index.ts';
import type { PageRound } from './page-round.ts';

/** In the header: the round into which marks go. */
export function RoundPill({ round: { main, blind } }: { readonly round: PageRound }) {
  if (main === null) return null;
  const due = blind?.due ?? null;
  const pill = (
    <Pill dot={main.state === 'open' ? 'filled' : 'hollow'}>
      <span className="truncate" dir="auto">
        {roundName(main)}
      </span>
      {due === null ? null : `· ${words.due(date(due.at))}`}
    </Pill>
  );
  const told =
    due === null ? roundName(main) : `${roundName(main)}, ${words.due(dueDateTime(due))}`;
  return (
    <Tooltip text={told}>
      <Focusable>
        <span role="img" aria-label={told} className="round-pill">
          {pill}
        </span>
      </Focusable>
    </Tooltip>
  );
}

/** Of more, the number stands over the text and the names are shown when asked for. */
const MOST_NAMES = 4;

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
    const nameOf = (id: string) => nameIn(members, id);
    const names = blind.progress.map(({ member, doneAt, noLongerCodes }) => {
      if (doneAt !== null) return `${nameOf(member)} (${words.done})`;
      return noLongerCodes === true ? `${nameOf(member)} (${words.noLongerCodes})` : nameOf(member);
    });
    return (
      <aside className="round-notice blind" aria-label={roundName(blind)}>
        <EyeOff size={15} aria-hidden="true" />
        <div className="round-words">
          {words.blindHere(roundName(blind))}{' '}
          {names.length <= MOST_NAMES ? (
            words.inItNames(names)
          ) : (
            <details>
              <summary>
                {words.inItCount(
                  names.length,
                  blind.progress.filter(({ doneAt }) => doneAt !== null).length,
                )}
              </summary>
              <p>{list(names)}</p>
            </details>
          )}
        </div>
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
