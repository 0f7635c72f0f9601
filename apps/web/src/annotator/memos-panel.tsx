import { Trash2 } from 'lucide-react';
import { removeMemo } from '@triad/collab';
import { sketchShape } from '@triad/realist';
import { useRef } from 'react';
import { SharedText } from '../collab/index.ts';
import { annotator as words } from '../messages/annotator.ts';
import { dateTime } from '../messages/format.ts';
import { EmptyState, IconButton } from '../ui/index.ts';
import { LateMark } from './late-mark.tsx';
import type { MemoView, SketchView } from './layer-model.ts';
import type { PanelProps } from './panel-props.ts';
import { useFocusOn } from './focus-on.ts';
import type { AnnotatorSession } from './session.ts';
import { useLater } from './signal.ts';
import { useYText } from './use-y-text.ts';

/** Memos of the visible layers, the newest first; one's own are written here. */
export function MemosPanel({ session, focusOn }: PanelProps) {
  useLater(session.notesVersion);
  useLater(session.spansVersion);
  const memos = session.layers.memos();
  if (memos.length === 0) {
    return <EmptyState title={words.memo.none}>{words.memo.noneBody}</EmptyState>;
  }
  return (
    <ul className="memos">
      {memos.map((view) => (
        <li key={`${view.member}/${view.memo.id}`}>
          <MemoItem session={session} view={view} focusOn={focusOn} />
        </li>
      ))}
    </ul>
  );
}

function MemoItem({
  session,
  view,
  focusOn,
}: {
  readonly session: AnnotatorSession;
  readonly view: MemoView;
  readonly focusOn: PanelProps['focusOn'];
}) {
  const { memo, member, text } = view;
  const field = useRef<HTMLTextAreaElement | HTMLInputElement>(null);
  const plain = useYText(text);
  useFocusOn(focusOn, (what) => {
    if (what !== memo.id) return false;
    field.current?.focus();
    field.current?.scrollIntoView({ block: 'nearest' });
    return true;
  });
  const link = memo.links[0];
  const placed = link?.kind === 'span' ? session.layers.placed({ member, span: link.id }) : null;
  const sketch =
    link?.kind === 'sketch'
      ? session.layers.sketches().find((one) => one.member === member && one.sketch.id === link.id)
      : undefined;
  return (
    <article className="memo">
      {placed === null || link === undefined ? null : (
        <button
          type="button"
          className="quote-link"
          title={words.memo.go}
          onClick={() => session.showSpan({ member, span: link.id })}
        >
          <q dir="auto">{placed.span.anchor.quote}</q>
        </button>
      )}
      {sketch === undefined ? null : (
        <SketchLink
          view={sketch}
          onGo={() => {
            focusOn.set(sketch.sketch.id);
            session.openSketch.set({ member, sketch: sketch.sketch.id });
          }}
        />
      )}
      {member === session.me && text !== null ? (
        <SharedText
          ytext={text}
          label={words.memo.label}
          hideLabel
          multiline
          rows={3}
          inputRef={field}
          onKeyDown={(event) => {
            if (event.key === 'Escape') session.view?.focus();
          }}
        />
      ) : (
        <p className="read" dir="auto">
          {plain}
        </p>
      )}
      <p className="meta faint small row between">
        <span>
          {session.initialsOf(member)} · {dateTime(memo.createdAt)}
          {link === undefined || sketch !== undefined ? '' : ` · ${words.memo.on[link.kind]}`}
          {session.layers.isLate('memos', member, memo.id) ? <LateMark /> : null}
        </span>
        {member === session.me ? (
          <IconButton
            icon={<Trash2 size={14} />}
            label={words.memo.delete}
            onPress={() => session.coding()?.act((own) => removeMemo(own, memo.id))}
          />
        ) : null}
      </p>
    </article>
  );
}

/** The sketch that a memo is about, in its own words where it has some; a press opens it. */
function SketchLink({ view, onGo }: { readonly view: SketchView; readonly onGo: () => void }) {
  const restatement = useYText(view.restatement);
  return (
    <button type="button" className="quote-link" title={words.memo.go} onClick={onGo}>
      {words.memo.onSketch(view.number)} ·{' '}
      <bdi>{restatement === '' ? words.sketch.shape[sketchShape(view.parts)] : restatement}</bdi>
    </button>
  );
}
