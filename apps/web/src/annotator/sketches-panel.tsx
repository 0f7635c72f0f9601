import type { MemoId, SketchBearing } from '@triad/realist';
import { sketchShape } from '@triad/realist';
import { useRef } from 'react';
import { annotator as words } from '../messages/annotator.ts';
import { dateTime } from '../messages/format.ts';
import type { StatementView } from '../pages/theory/use-statements.ts';
import { useStatements } from '../pages/theory/use-statements.ts';
import { EmptyState, RoleBadge } from '../ui/index.ts';
import { Flow } from './flow.tsx';
import { useFocusOn } from './focus-on.ts';
import { LateMark } from './late-mark.tsx';
import type { MemoView, SketchView } from './layer-model.ts';
import type { PanelProps } from './panel-props.ts';
import { PartQuotes } from './part-quotes.tsx';
import type { AnnotatorSession } from './session.ts';
import { useLater } from './signal.ts';
import { SketchEditor } from './sketch-editor.tsx';
import { useYText } from './use-y-text.ts';

/** Sketches of the visible layers; the open one is edited in place. */
export function SketchesPanel(props: PanelProps & { readonly onMemo: (memo: MemoId) => void }) {
  const { session } = props;
  useLater(session.notesVersion);
  useLater(session.spansVersion);
  const open = useLater(session.openSketch);
  const statements = useStatements(props.theory);
  const sketches = session.layers.sketches();
  if (sketches.length === 0) {
    return <EmptyState title={words.sketch.none}>{words.sketch.noneBody}</EmptyState>;
  }
  // The order never changes when one is opened: what a person looks at stays where it is.
  return (
    <ul className="sketches">
      {sketches.map((view) => {
        const isOpen = view.sketch.id === open?.sketch && view.member === open.member;
        return (
          <li key={`${view.member}/${view.sketch.id}`}>
            {isOpen && view.member === session.me ? (
              <SketchEditor {...props} view={view} />
            ) : (
              <SketchCard
                session={session}
                project={props.project.id}
                statements={props.theory === null ? null : statements}
                focusOn={props.focusOn}
                view={view}
                isOpen={isOpen}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function SketchCard({
  session,
  project,
  statements,
  focusOn,
  view,
  isOpen,
}: {
  readonly session: AnnotatorSession;
  readonly project: string;
  /** Null until the theory document is there. */
  readonly statements: readonly StatementView[] | null;
  readonly focusOn: PanelProps['focusOn'];
  readonly view: SketchView;
  readonly isOpen: boolean;
}) {
  const { bearing, id } = view.sketch;
  const isOwn = view.member === session.me;
  const opener = useRef<HTMLButtonElement>(null);
  useFocusOn(focusOn, (what) => {
    // One's own opens in an editor, which takes the focus itself.
    if (what !== id || !isOpen) return false;
    opener.current?.focus();
    return true;
  });
  const restatement = useYText(view.restatement);
  const title = words.sketch.title(view.number);
  return (
    <article className={`sketch${isOpen ? ' on' : ''}`} aria-label={title}>
      <button
        ref={opener}
        type="button"
        className="sketch-open"
        aria-expanded={isOpen}
        onClick={() => {
          session.openSketch.set(isOpen ? null : { member: view.member, sketch: id });
          if (isOwn) focusOn.set(id);
        }}
      >
        <Flow view={view} />
        <span className="faint small">
          {title} · {session.initialsOf(view.member)} ·{' '}
          {words.sketch.shape[sketchShape(view.parts)]}
          {session.layers.isLate('sketches', view.member, id) ? <LateMark /> : null}
        </span>
      </button>
      {restatement === '' ? null : (
        <p className="read" dir="auto">
          {restatement}
        </p>
      )}
      {isOpen || restatement === '' ? (
        <Parts session={session} project={project} view={view} />
      ) : null}
      {bearing === null || statements === null || !(isOpen || isOwn) ? null : (
        <BearingLine bearing={bearing} statements={statements} isWhole={isOpen} />
      )}
      {isOpen ? <SketchMemos session={session} view={view} /> : null}
    </article>
  );
}

/** On which statement a sketch bears, and how, for reading. */
function BearingLine({
  bearing,
  statements,
  isWhole,
}: {
  readonly bearing: SketchBearing;
  readonly statements: readonly StatementView[];
  /** As many lines as it takes; else one. */
  readonly isWhole: boolean;
}) {
  const statement = statements.find(({ id }) => id === bearing.statement);
  return (
    <p className={`sketch-bears small ${isWhole ? '' : 'faint truncate'}`}>
      {statement === undefined ? (
        words.sketch.statementRemoved
      ) : (
        <>
          {words.sketch.bearings[bearing.bearing]}:{' '}
          <bdi>{statement.title === '' ? words.sketch.untitled : statement.title}</bdi>
        </>
      )}
    </p>
  );
}

/** What its coder wrote on a sketch, for others to read. */
function SketchMemos({
  session,
  view,
}: {
  readonly session: AnnotatorSession;
  readonly view: SketchView;
}) {
  const memos = session.layers
    .memos()
    .filter(
      ({ member, memo }) =>
        member === view.member &&
        memo.links.some(({ kind, id }) => kind === 'sketch' && id === view.sketch.id),
    );
  if (memos.length === 0) return null;
  return (
    <ul className="sketch-memos" aria-label={words.panel.memos}>
      {memos.map((memo) => (
        <SketchMemo
          key={memo.memo.id}
          view={memo}
          isLate={session.layers.isLate('memos', memo.member, memo.memo.id)}
        />
      ))}
    </ul>
  );
}

function SketchMemo({ view, isLate }: { readonly view: MemoView; readonly isLate: boolean }) {
  const plain = useYText(view.text);
  return (
    <li>
      <p dir="auto">{plain}</p>
      <span className="faint small">
        {words.memo.label} · {dateTime(view.memo.createdAt)}
        {isLate ? <LateMark /> : null}
      </span>
    </li>
  );
}

function Parts({
  session,
  project,
  view,
}: {
  readonly session: AnnotatorSession;
  readonly project: string;
  readonly view: SketchView;
}) {
  return (
    <ul className="parts">
      {view.parts.map((part) => (
        <li key={part.id}>
          <RoleBadge role={part.role} size="small" />
          {part.filledBy.kind === 'inferred' ? (
            <span className="part-words" dir="auto">
              {part.filledBy.words} <em className="faint">({words.sketch.inferred})</em>
            </span>
          ) : (
            <PartQuotes
              session={session}
              project={project}
              member={view.member}
              spans={part.filledBy.spans}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
