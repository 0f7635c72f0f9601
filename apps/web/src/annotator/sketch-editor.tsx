import { Check, Plus, Trash2, X } from 'lucide-react';
import { changePart, changeSketch, addPart, removePart } from '@triad/collab';
import type { ProjectAnswer } from '@triad/collab';
import type { Bearing, MemoId, Part, RestatementForm, Role } from '@triad/realist';
import { BEARINGS, RESTATEMENT_FORMS, restatementSkeleton, sketchShape } from '@triad/realist';
import { useEffect, useRef, useState } from 'react';
import type * as Y from 'yjs';
import { SharedText } from '../collab/index.ts';
import { annotator as words } from '../messages/annotator.ts';
import { say } from '../messages.ts';
import { useStatements } from '../pages/theory/use-statements.ts';
import { Button, IconButton, RoleBadge, Select } from '../ui/index.ts';
import type { SketchView } from './layer-model.ts';
import type { PanelProps } from './panel-props.ts';
import { useFocusOn } from './focus-on.ts';
import { keyLabel } from './keys.ts';
import { offeredRoles } from './method-offers.ts';
import { PartQuotes } from './part-quotes.tsx';
import { LateMark } from './late-mark.tsx';
import { PickSpan } from './pick-span.tsx';
import type { AnnotatorSession } from './session.ts';
import { Flow } from './flow.tsx';
import { useYText } from './use-y-text.ts';

/** The open sketch: its parts, its restatement, the theory it bears on. */
export function SketchEditor({
  session,
  project,
  theory,
  shortcuts,
  focusOn,
  view,
  onMemo,
}: PanelProps & {
  readonly view: SketchView;
  /** Leads to a memo, where it is written. */
  readonly onMemo: (memo: MemoId) => void;
}) {
  const { sketch, parts } = view;
  const article = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    article.current?.scrollIntoView({ block: 'nearest' });
  }, [sketch.id]);
  useFocusOn(focusOn, (what) => {
    if (what !== sketch.id) return false;
    // Not the first control: there a letter would change the part's role.
    heading.current?.focus();
    return true;
  });
  const remove = (): void => {
    // Undo acts in the text, and what had the focus goes with the sketch.
    session.view?.focus();
    session.coding()?.removeSketch(sketch.id);
    const undo = shortcuts.find(({ id }) => id === 'undo')?.keys[0];
    session.announce(words.announce.sketchDeleted(undo === undefined ? null : keyLabel(undo)));
  };
  const setForm = (form: RestatementForm): void => {
    session.coding()?.act((own) => {
      own.doc.transact(() => {
        changeSketch(own, sketch.id, { form });
        const text = view.restatement;
        const before = restatementSkeleton(sketch.form);
        // A form is offered where nothing of one's own stands yet; words are never overwritten.
        if (text === null || (text.toString() !== '' && text.toString() !== before)) return;
        text.delete(0, text.length);
        text.insert(0, restatementSkeleton(form));
      }, own.origin);
    });
  };
  return (
    // Escape leads back to the text from every field of the sketch.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <article
      ref={article}
      className="sketch open"
      aria-label={words.sketch.title(view.number)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        session.view?.focus();
      }}
    >
      <header className="row between">
        <Flow view={view} />
        <h2 ref={heading} className="sketch-title faint small" tabIndex={-1}>
          {words.sketch.title(view.number)} · {words.sketch.shape[sketchShape(parts)]}
          {session.layers.isLate('sketches', view.member, sketch.id) ? <LateMark /> : null}
        </h2>
      </header>
      <p className="faint small">{words.sketch.openHint}</p>
      <ul className="parts" aria-label={words.sketch.parts}>
        {parts.map((part) => (
          <PartRow key={part.id} session={session} project={project} part={part} />
        ))}
      </ul>
      {project.method.inferred ? (
        <InferredPart
          session={session}
          view={view}
          roles={offeredRoles(project.method)}
          focusOn={focusOn}
        />
      ) : null}
      <PickSpan session={session} sketch={sketch.id} />
      <div className="sketch-fields">
        <FormChoice view={view} onChoose={setForm} />
        {view.restatement === null ? null : (
          <SharedText
            ytext={view.restatement}
            label={words.sketch.restatement}
            multiline
            rows={4}
          />
        )}
        <BearingFields session={session} theory={theory} view={view} />
      </div>
      <footer className="row between">
        <IconButton icon={<Trash2 size={15} />} label={words.sketch.delete} onPress={remove} />
        <span className="row">
          <Button
            kind="quiet"
            onPress={() => {
              const memo = session.coding()?.memoOnSketch(sketch.id);
              if (memo !== undefined) onMemo(memo);
            }}
          >
            {words.sketch.memo}
          </Button>
          <Button
            kind="primary"
            icon={<Check size={14} />}
            onPress={() => {
              session.openSketch.set(null);
              session.view?.focus();
            }}
          >
            {words.sketch.close}
          </Button>
        </span>
      </footer>
    </article>
  );
}

function PartRow({
  session,
  project,
  part,
}: {
  readonly session: AnnotatorSession;
  readonly project: ProjectAnswer;
  readonly part: Part;
}) {
  const spans = part.filledBy.kind === 'quoted' ? part.filledBy.spans : [];
  const row = useRef<HTMLLIElement>(null);
  const remove = (): void => {
    // The focus goes on before its row is gone: to the next part, else where one is added.
    const next = row.current?.nextElementSibling ?? row.current?.previousElementSibling;
    const sketch = row.current?.closest('.sketch');
    (
      next?.querySelector<HTMLElement>('.icon-btn') ??
      sketch?.querySelector<HTMLElement>('.pick-open')
    )?.focus();
    session.coding()?.act((own) => removePart(own, part.id));
  };
  return (
    <li ref={row}>
      <PartRole session={session} part={part} roles={offeredRoles(project.method)} />
      {part.filledBy.kind === 'inferred' ? (
        <InferredWords session={session} part={part} words={part.filledBy.words} />
      ) : (
        <PartQuotes session={session} project={project.id} member={session.me} spans={spans} />
      )}
      <IconButton icon={<X size={14} />} label={words.sketch.removePart} onPress={remove} />
    </li>
  );
}

/** The role that the part plays here, whatever its span's first reading was: a press goes round. */
function PartRole({
  session,
  part,
  roles,
}: {
  readonly session: AnnotatorSession;
  readonly part: Part;
  /** Those that are offered. */
  readonly roles: readonly Role[];
}) {
  const next = roles[(roles.indexOf(part.role) + 1) % roles.length] ?? 'C';
  return (
    <button
      type="button"
      className="part-role"
      aria-label={`${words.sketch.partRole}: ${say.roles[part.role]}`}
      title={words.sketch.partRole}
      onClick={() => session.coding()?.act((own) => changePart(own, part.id, { role: next }))}
      onKeyDown={(event) => {
        const role = roles.find((one) => one.charAt(0).toLowerCase() === event.key.toLowerCase());
        if (role === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        session.coding()?.act((own) => changePart(own, part.id, { role }));
        event.preventDefault();
      }}
    >
      <RoleBadge role={part.role} decorative />
    </button>
  );
}

function InferredWords({
  session,
  part,
  words: text,
}: {
  readonly session: AnnotatorSession;
  readonly part: Part;
  readonly words: string;
}) {
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const keep = (): void => {
    const next = draft.trim();
    if (next === '' || next === text) return setDraft(text);
    session
      .coding()
      ?.act((own) => changePart(own, part.id, { filledBy: { kind: 'inferred', words: next } }));
  };
  return (
    <span className="part-words inferred">
      <input
        className="input"
        aria-label={`${say.roles[part.role]}, ${words.sketch.inferred}`}
        value={draft}
        dir="auto"
        maxLength={1000}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
        }}
      />
      <em className="faint small">{words.sketch.inferred}</em>
    </span>
  );
}

/** A part that no quote states: typed, and marked inferred. */
function InferredPart({
  session,
  view,
  roles,
  focusOn,
}: {
  readonly session: AnnotatorSession;
  readonly view: SketchView;
  /** Those that are offered. */
  readonly roles: readonly Role[];
  readonly focusOn: PanelProps['focusOn'];
}) {
  // Retroduction asks for the mechanism first, unless there is one already.
  const missing = (['M', 'C', 'O'] as const).find(
    (role) => !view.parts.some((part) => part.role === role),
  );
  const [chosen, setChosen] = useState<Role | null>(null);
  const role = chosen ?? missing ?? 'M';
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useFocusOn(focusOn, (what) => {
    if (what !== 'infer') return false;
    field.current?.focus();
    return true;
  });
  const add = (): void => {
    const inferred = text.trim();
    if (inferred === '') return;
    session
      .coding()
      ?.act((own) =>
        addPart(own, view.sketch.id, { role, filledBy: { kind: 'inferred', words: inferred } }),
      );
    setText('');
    setChosen(null);
  };
  return (
    <form
      className="infer"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <span className="infer-roles">
        <span className="small faint">{words.sketch.infer}</span>
        <span className="filter-roles" role="group" aria-label={words.sketch.infer}>
          {roles
            .filter((one) => one !== 'undecided')
            .map((one) => (
              <button
                key={one}
                type="button"
                aria-label={say.roles[one]}
                aria-pressed={role === one}
                className={role === one ? '' : 'off'}
                onClick={() => setChosen(one)}
              >
                <RoleBadge role={one} decorative />
              </button>
            ))}
        </span>
      </span>
      <input
        ref={field}
        className="input"
        aria-label={words.sketch.infer}
        placeholder={words.sketch.inferHint}
        value={text}
        dir="auto"
        maxLength={1000}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button kind="quiet" type="submit" icon={<Plus size={14} />} isDisabled={text.trim() === ''}>
        {words.sketch.inferAdd}
      </Button>
    </form>
  );
}

/** The sentence forms that are offered for the restatement. */
function FormChoice({
  view,
  onChoose,
}: {
  readonly view: SketchView;
  readonly onChoose: (form: RestatementForm) => void;
}) {
  const isEmpty = useYText(view.restatement) === '';
  const { form } = view.sketch;
  return (
    <Select
      label={words.sketch.form}
      // Where no words stand none counts as chosen, so that each can be, the last one again too.
      value={isEmpty && form !== 'plain' ? null : form}
      placeholder={words.sketch.chooseForm}
      choices={RESTATEMENT_FORMS.map((one) => ({ value: one, label: words.sketch.forms[one] }))}
      onChange={onChoose}
    />
  );
}

const NO_STATEMENT = 'none';

function BearingFields({
  session,
  theory,
  view,
}: {
  readonly session: AnnotatorSession;
  readonly theory: Y.Doc | null;
  readonly view: SketchView;
}) {
  const statements = useStatements(theory);
  const { bearing } = view.sketch;
  const set = (statement: string, how: Bearing): void => {
    session.coding()?.act((own) =>
      changeSketch(own, view.sketch.id, {
        bearing:
          statement === NO_STATEMENT
            ? null
            : {
                statement: statement as NonNullable<typeof bearing>['statement'],
                bearing: how,
              },
      }),
    );
  };
  // Nothing is known of statements before their document is there.
  const isKnown = bearing === null || statements.some(({ id }) => id === bearing.statement);
  const isOffered = statements.length > 0 || bearing !== null;
  // Once offered it stays while the sketch is open: whoever takes the last tie off has the focus there.
  const [wasOffered, setWasOffered] = useState(isOffered);
  if (isOffered && !wasOffered) setWasOffered(true);
  if (theory !== null && !isOffered && !wasOffered) {
    return <p className="faint small">{words.sketch.noStatements}</p>;
  }
  return (
    <div className="bearing">
      {theory === null || isKnown ? null : <p className="small">{words.sketch.statementRemoved}</p>}
      <Select
        label={words.sketch.statement}
        value={theory !== null && isKnown ? (bearing?.statement ?? NO_STATEMENT) : null}
        placeholder={
          theory === null ? words.sketch.statementsOpening : words.sketch.chooseStatement
        }
        isDisabled={theory === null}
        choices={[
          { value: NO_STATEMENT as string, label: words.sketch.noStatement },
          ...statements.map(({ id, title, sentence }) => ({
            value: id as string,
            label: title === '' ? words.sketch.untitled : title,
            ...(sentence === '' ? {} : { hint: sentence }),
          })),
        ]}
        onChange={(statement) => set(statement, bearing?.bearing ?? 'supports')}
      />
      {bearing === null || theory === null || !isKnown ? null : (
        <Select
          label={words.sketch.bearing}
          value={bearing.bearing}
          choices={BEARINGS.map((how) => ({ value: how, label: words.sketch.bearings[how] }))}
          onChange={(how) => set(bearing.statement, how)}
        />
      )}
    </div>
  );
}
