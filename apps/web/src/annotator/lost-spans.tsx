import { useState } from 'react';
import { trimRange, turnsFrom, wasTakenOut } from '@triad/collab';
import { annotator } from '../messages/annotator.ts';
import { editing as words } from '../messages/editing.ts';
import { Button, Notice, RoleBadge } from '../ui/index.ts';
import { LateMark } from './late-mark.tsx';
import { introduceProposal } from './introduce-proposal.ts';
import type { LostSpan } from './layer-model.ts';
import type { AnnotatorSession } from './session.ts';

/** So many are listed at once; the others come as these are settled. */
const LISTED = 20;

/**
 * Spans whose words are not where they were marked. Nothing was moved: whoever marked them puts them
 * on what stands there now, on a selection, or takes them away.
 */
export function LostSpans({ session }: { readonly session: AnnotatorSession }) {
  const lost = session.layers.lost();
  const [open, setOpen] = useState<string | null>(null);
  if (lost.length === 0) return null;
  return (
    <Notice kind="warn" title={annotator.panel.lost(lost.length)}>
      {words.lost.body}
      <ul className="lost">
        {lost.slice(0, LISTED).map((one) => (
          <LostRow
            key={`${one.member}/${one.span.id}`}
            session={session}
            lost={one}
            isOpen={open === one.span.id || lost.length === 1}
            onOpen={() => setOpen(one.span.id)}
          />
        ))}
      </ul>
      {lost.length > LISTED ? words.lost.more(lost.length - LISTED) : null}
    </Notice>
  );
}

function LostRow({
  session,
  lost: { member, span, proposal },
  isOpen,
  onOpen,
}: {
  readonly session: AnnotatorSession;
  readonly lost: LostSpan;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) {
  const isOwn = member === session.me;
  const now =
    proposal === null
      ? null
      : session.index.text.slice(proposal.startUtf16, proposal.endUtf16).slice(0, 300);
  // Words that are gone without a trace were at least said in a turn.
  const turn = proposal === null ? turnsFrom(session.index, span.anchor.turn) : null;
  const onSelection = (): void => {
    const range = trimRange(session.index.text, session.selection.get());
    if (range === null) session.announce(words.lost.selectFirst);
    else session.coding()?.putOn(span.id, range);
  };
  return (
    <li>
      <button type="button" className="lost-quote" aria-expanded={isOpen} onClick={onOpen}>
        <RoleBadge role={span.role} />
        <q dir="auto">{span.anchor.quote}</q>
        {isOwn ? null : <span className="faint">{session.initialsOf(member)}</span>}
        {session.layers.isLate('spans', member, span.id) ? <LateMark /> : null}
      </button>
      {isOpen ? (
        <div className="lost-acts">
          {wasTakenOut(span.anchor) ? <p>{words.lost.takenOut}</p> : null}
          {now === null ? null : (
            <p>
              <span className="muted">{introduceProposal(span.anchor.quote, now)}</span>{' '}
              <q dir="auto">{now}</q>
            </p>
          )}
          <div className="row wrap">
            {proposal !== null && isOwn ? (
              <Button className="small" onPress={() => session.coding()?.putOn(span.id, proposal)}>
                {words.lost.accept}
              </Button>
            ) : null}
            {proposal === null ? null : (
              <Button kind="quiet" className="small" onPress={() => session.showPassage(proposal)}>
                {words.lost.show}
              </Button>
            )}
            {turn === null ? null : (
              <Button kind="quiet" className="small" onPress={() => session.showPlace(turn)}>
                {words.lost.showTurn}
              </Button>
            )}
            {isOwn ? (
              <>
                <Button
                  kind="quiet"
                  className="small"
                  onPress={() => session.coding()?.removeLost(span.id)}
                >
                  {words.lost.remove}
                </Button>
                <Button kind="quiet" className="small" onPress={onSelection}>
                  {words.lost.mark}
                </Button>
              </>
            ) : null}
          </div>
        </div>
      ) : null}
    </li>
  );
}
