import type { MethodSettings } from '@triad/collab';
import { cmocFields } from '@triad/collab';
import type { MarkRole } from '@triad/realist';
import type { Command, EditorState } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type * as Y from 'yjs';
import { takeSelection } from '../../annotator/take-selection.ts';
import { say } from '../../messages.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { Button, Kbd, RoleBadge, Tooltip } from '../../ui/index.ts';
import { insertForm, isEmptySentence, markAs, roleAt } from './sentence-commands.ts';
import { createSentenceView } from './sentence-view.ts';
import './sentence-words.css';
import './sentence.css';
import './sentence-editor.css';

const words = cmocs.sentence;
const FORMS = ['when-then-because', 'if-then-because', 'plain'] as const;

/** The sentence as leads write it together, with the marks of its words. */
export function SentenceEditor({
  doc,
  undo,
  settings,
  roles,
}: {
  readonly doc: Y.Doc;
  readonly undo: Y.UndoManager;
  readonly settings: MethodSettings;
  /** Roles that words can be marked with. */
  readonly roles: readonly MarkRole[];
}) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const [at, setAt] = useState<{ readonly empty: boolean; readonly role: MarkRole | null }>({
    empty: false,
    role: null,
  });
  const [said, setSaid] = useState('');
  const note = useEffectEvent((state: EditorState): void => {
    setSaid('');
    const next = { empty: isEmptySentence(state.doc), role: roleAt(state) };
    setAt((before) => (before.empty === next.empty && before.role === next.role ? before : next));
  });
  const key = roles.join();
  useEffect(() => {
    if (place.current === null) return;
    const made = createSentenceView({
      place: place.current,
      fragment: cmocFields(doc).sentence,
      undo,
      label: words.label,
      description: words.description,
      roles: key.split(',') as MarkRole[],
      onState: (state) => note(state),
      onNothingToMark: () => setSaid(words.selectFirst),
    });
    view.current = made;
    note(made.state);
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [doc, undo, key]);
  const run = (command: Command): void => {
    if (view.current === null) return;
    takeSelection(view.current);
    const isDone = command(view.current.state, view.current.dispatch);
    if (!isDone) setSaid(words.selectFirst);
    view.current.focus();
  };
  const forms = [...FORMS].sort(
    (a, b) => Number(b === settings.form) - Number(a === settings.form),
  );
  return (
    <div className="sentence-editor">
      <div className="sentence" ref={place} />
      <div className="sentence-tools" role="group" aria-label={words.tools}>
        {roles.map((role) => (
          <Tooltip key={role} text={words.markAs(say.roles[role])} shortcut={`Alt+${role}`}>
            <Button
              kind="quiet"
              className={`mark-btn${at.role === role ? ' on' : ''}`}
              aria-label={words.markAs(say.roles[role])}
              onPress={() => run(markAs(role))}
            >
              <RoleBadge role={role} decorative />
            </Button>
          </Tooltip>
        ))}
        <Button
          kind="quiet"
          className="mark-btn small"
          isDisabled={at.role === null}
          onPress={() => run(markAs(null))}
        >
          {words.unmark}
        </Button>
        <span className="sentence-keys faint small">
          <Kbd>Alt</Kbd>+<Kbd>C</Kbd> {words.keysHint}
        </span>
        <span className="small muted" role="status">
          {said}
        </span>
      </div>
      {at.empty ? (
        <div className="row wrap sentence-forms">
          <span className="small muted">{words.begin}</span>
          {forms.map((form) => (
            <Button
              key={form}
              kind={form === settings.form ? 'plain' : 'quiet'}
              className="small"
              onPress={() => (form === 'plain' ? view.current?.focus() : run(insertForm(form)))}
            >
              {words.forms[form]}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
