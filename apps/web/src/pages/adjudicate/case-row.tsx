import type { DecisionAnswer } from '@triad/collab';
import { TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import { Avatar } from '../../ui/index.ts';
import { PlaceRowWords } from '../agreement/place-list.tsx';
import type { Place } from '../agreement/places.ts';
import { isTouched, repliesNow, stateOf } from './standing.ts';

/** A place in the list: its words, how it stands, and which other lead is there. */
export const CaseRow = memo(function CaseRow({
  text,
  place,
  decision,
  isPending,
  isCurrent,
  lead,
  nameOf,
  onGo,
}: {
  readonly text: string;
  readonly place: Place;
  readonly decision: DecisionAnswer | undefined;
  readonly isPending: boolean;
  readonly isCurrent: boolean;
  /** Who else is there, member id. */
  readonly lead: string | null;
  readonly nameOf: (member: string) => string;
  readonly onGo: (place: Place) => void;
}) {
  const state = stateOf(place, decision);
  const differs = decision !== undefined && repliesNow(decision).some(isDiffering);
  return (
    <button
      type="button"
      className={`place-row case-row ${state}${isCurrent ? ' on' : ''}`}
      {...(isCurrent ? { 'aria-current': 'true' as const } : {})}
      onClick={() => onGo(place)}
    >
      <PlaceRowWords
        text={text}
        place={place}
        nameOf={nameOf}
        state={
          <>
            {lead === null ? null : (
              <span title={words.leads.mark(nameOf(lead))}>
                <Avatar id={lead} name={nameOf(lead)} size={20} />
              </span>
            )}
            {isTouched(decision) ? (
              <TriangleAlert size={12} role="img" aria-label={words.place.touchedMark} />
            ) : null}
            <span className={isPending ? 'case-waits' : ''}>
              {stateInWords(state, decision)}
              {isPending ? <span className="visually-hidden"> {words.place.waits}</span> : null}
            </span>
            {differs ? <span className="case-differs">≠</span> : null}
          </>
        }
      />
    </button>
  );
});

function stateInWords(
  state: ReturnType<typeof stateOf>,
  decision: DecisionAnswer | undefined,
): string {
  const outcome = decision?.ruling?.outcome ?? null;
  if (outcome !== null) return words.place.mark(words.short[outcome.kind]);
  return state === 'agreed' ? words.place.of.agreed : '';
}

function isDiffering({ stance }: { readonly stance: 'accepts' | 'differs' }): boolean {
  return stance === 'differs';
}
