import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { CandidateAnswer } from '@triad/collab';
import { useEffect, useRef } from 'react';
import { consolidating } from '../../messages/consolidating.ts';
import { RoleBadge } from '../../ui/index.ts';
import { missingRoles, partsByRole } from './candidates.ts';
import type { CandidateSearch } from './search.ts';

const words = consolidating.list;
const ROW_PX = 62;

type Props = {
  readonly project: string;
  readonly list: readonly CandidateAnswer[];
  readonly current: string | null;
  readonly search: CandidateSearch;
};

/** The candidates that the filter shows, each with its first words, its roles and its support. */
export function CandidateList({ project, list, current, search }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const at = list.findIndex(({ id }) => id === current);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
    // Where a row has the focus it goes along, so that Enter never leads back to the one before.
    if (box.current?.contains(document.activeElement) === true) {
      box.current.querySelector<HTMLElement>('[data-shown]')?.focus();
    }
    // The list's own changes are no reason to scroll.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [at]);
  return (
    <div className="candidate-list" ref={box}>
      <ul aria-label={words.label} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, size }) => {
          const candidate = list[index];
          if (candidate === undefined) return null;
          return (
            <li
              key={candidate.id}
              aria-setsize={list.length}
              aria-posinset={index + 1}
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              <Link
                to="/projects/$project/consolidate"
                params={{ project }}
                search={{ ...search, candidate: candidate.id }}
                replace
                className={`candidate-row${index === at ? ' on' : ''}`}
                {...(index === at ? { 'aria-current': 'true' as const, 'data-shown': true } : {})}
              >
                <CandidateRow candidate={candidate} />
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function CandidateRow({ candidate }: { readonly candidate: CandidateAnswer }) {
  const { parts, support, outdated, state } = candidate;
  const missing = missingRoles(candidate).map((role) => words.missingShort[role]);
  const facts = [
    words.supportShort(support),
    ...missing,
    ...(state === 'open' ? [] : [words.states[state].toLowerCase()]),
    ...(outdated ? [words.outdated] : []),
  ];
  return (
    <>
      <span className="candidate-first" dir="auto">
        {firstWords(candidate)}
      </span>
      <span className="candidate-facts">
        {partsByRole(parts).map(({ role }) => (
          <RoleBadge key={role} role={role} size="small" />
        ))}
        <span className="truncate">{facts.join(' · ')}</span>
      </span>
    </>
  );
}

/** What tells it from others at a glance: a coder's restatement, else its first words. */
export function firstWords({ restatements, parts }: CandidateAnswer): string {
  const restated = restatements.find(({ text }) => text !== '')?.text;
  if (restated !== undefined) return restated.slice(0, 240);
  for (const part of parts) {
    if (part.kind === 'inferred') return part.words.slice(0, 240);
    const shown = part.quotes.find(({ state }) => state === 'shown');
    if (shown !== undefined) return shown.words.slice(0, 240);
  }
  return words.noWords;
}
