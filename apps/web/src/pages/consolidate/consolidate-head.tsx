import type { ConsolidationAnswer, ProjectAnswer } from '@triad/collab';
import { isAllowed, isBlindAnywhere } from '@triad/collab';
import { consolidating } from '../../messages/consolidating.ts';
import { list } from '../../messages/format.ts';
import { Notice } from '../../ui/index.ts';
import { MethodButton } from '../sign-off/method-button.tsx';
import type { CandidateGiven } from './candidate-view.tsx';
import { countStates } from './candidates.ts';
import { JobBar } from './job-bar.tsx';

const words = consolidating;
/** Titles that are named in a sentence, at most. */
const MOST_TITLES = 5;

/** The sentence that counts, the job, and which transcripts it has not, or not anew, been done for. */
export function ConsolidateHead({
  project,
  answer,
  given: { nameOf, titleOf },
}: {
  readonly project: ProjectAnswer;
  readonly answer: ConsolidationAnswer;
  readonly given: CandidateGiven;
}) {
  const { candidates, stale, fresh, hidden, job } = answer;
  const counts = countStates(candidates);
  const isLead = isAllowed('consolidation.change', project.roles, { nowhereBlind: true });
  const isBlind = isBlindAnywhere(project.rounds, project.me);
  const named = (transcripts: readonly string[]): string => {
    const titles = transcripts.slice(0, MOST_TITLES).map((id) => `‘${titleOf(id)}’`);
    const others = transcripts.length - titles.length;
    return list(others > 0 ? [...titles, words.more(others)] : titles);
  };
  return (
    <section className="consolidate-head" aria-label={words.title}>
      <div className="row between">
        <p className="summary">
          {words.summary(counts.all, counts.accepted, counts['set-aside'], counts.open)}
        </p>
        <MethodButton project={project} />
      </div>
      <JobBar project={project.id} answer={answer} mayChange={isLead && !isBlind} nameOf={nameOf} />
      {isLead && isBlind ? <p className="muted">{words.act.blind}</p> : null}
      {isLead ? null : <p className="faint small">{words.act.readOnly}</p>}
      {stale.length === 0 ? null : (
        <Notice kind="warn">{words.stale(named(stale), stale.length)}</Notice>
      )}
      {fresh.length === 0 || job === null ? null : (
        <Notice>{words.fresh(named(fresh), fresh.length)}</Notice>
      )}
      {hidden === 0 ? null : <Notice>{words.hidden(hidden)}</Notice>}
    </section>
  );
}
