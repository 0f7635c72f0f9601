import type { PartText } from '@triad/collab';
import { cmocFields, partTextKey } from '@triad/collab';
import type { CmocPart, OutcomeHorizon, OutcomeSign } from '@triad/realist';
import {
  MECHANISM_EFFECTS,
  MECHANISM_FORMS,
  OUTCOME_HORIZONS,
  OUTCOME_SIGNS,
} from '@triad/realist';
import { ArrowDown, ArrowUp, NotebookPen, Trash2 } from 'lucide-react';
import type * as Y from 'yjs';
import { SharedText } from '../../collab/index.ts';
import { say } from '../../messages.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { IconButton, RoleBadge, toast } from '../../ui/index.ts';
import { ChipSelect } from './chip-select.tsx';
import type { CmocGiven } from './cmoc-view.tsx';
import { addMemo, changePart, movePart, removePart } from './edit-cmoc.ts';
import { partFacts } from './part-words.ts';
import './part-box.css';

const words = cmocs.parts;

/** One context, mechanism or outcome. */
export function PartBox({
  part,
  name,
  given,
  isNew,
  isFirst,
  isLast,
}: {
  readonly part: CmocPart;
  /** Its role, with its number where there are several. */
  readonly name: string;
  readonly given: CmocGiven;
  readonly isNew: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}) {
  const { role, inferred } = part;
  return (
    <div
      className={`part-box ${role.toLowerCase()}${inferred ? ' inferred' : ''}`}
      role="group"
      aria-label={name}
    >
      <p className="part-name">
        <RoleBadge role={role} size="small" decorative />
        {name}
      </p>
      {given.writing === null ? (
        <PartRead part={part} />
      ) : (
        <>
          <PartFields part={part} name={name} doc={given.writing.doc} isNew={isNew} />
          <PartFacts part={part} name={name} given={given} doc={given.writing.doc} />
          <PartActs
            part={part}
            name={name}
            doc={given.writing.doc}
            me={given.project.me}
            isFirst={isFirst}
            isLast={isLast}
          />
        </>
      )}
    </div>
  );
}

function PartRead({ part }: { readonly part: CmocPart }) {
  const { text, mechanism } = part;
  const told =
    mechanism?.form === 'resource-and-reasoning'
      ? [
          [null, text],
          [words.resource, mechanism.resource],
          [words.reasoning, mechanism.reasoning],
        ]
      : [[null, text]];
  const said = told.filter(([, each]) => (each ?? '').trim() !== '');
  return (
    <>
      {said.length === 0 ? <p className="muted">{words.empty}</p> : null}
      {said.map(([label, each]) => (
        <p key={label ?? ''} dir="auto" className="part-said">
          {label === null ? null : <span className="faint">{label}: </span>}
          {each}
        </p>
      ))}
      <p className="part-facts">{partFacts(part).join(' · ')}</p>
    </>
  );
}

function PartFields({
  part: { id, role, mechanism, text },
  name,
  doc,
  isNew,
}: {
  readonly part: CmocPart;
  readonly name: string;
  readonly doc: Y.Doc;
  readonly isNew: boolean;
}) {
  const { partTexts } = cmocFields(doc);
  const isSplit = mechanism?.form === 'resource-and-reasoning';
  const field = (which: PartText, label: string, placeholder: string, takesFocus: boolean) => {
    const ytext = partTexts.get(partTextKey(id, which));
    return ytext === undefined ? null : (
      <SharedText
        key={which}
        ytext={ytext}
        label={label}
        hideLabel
        multiline={which !== 'for'}
        rows={which === 'text' ? 2 : 1}
        placeholder={placeholder}
        className="part-field"
        autoFocus={isNew && takesFocus}
      />
    );
  };
  return (
    <>
      {/* What was told as a whole before stays in sight until it is taken over. */}
      {isSplit && text === '' ? null : field('text', name, words.placeholder[role], !isSplit)}
      {isSplit ? (
        <>
          {field('resource', `${name}: ${words.resource}`, words.resourcePlaceholder, true)}
          {field('reasoning', `${name}: ${words.reasoning}`, words.reasoningPlaceholder, false)}
        </>
      ) : null}
      {role === 'O' ? (
        <div className="part-whom">
          <span className="faint small" aria-hidden="true">
            {words.forWhom}
          </span>
          {field('for', `${name}: ${words.forWhom}`, words.forWhomPlaceholder, false)}
        </div>
      ) : null}
    </>
  );
}

const NOT_SAID = 'not-said';

function PartFacts({
  part: { id, mechanism, outcome, inferred },
  name,
  given: { list },
  doc,
}: {
  readonly part: CmocPart;
  readonly name: string;
  readonly given: CmocGiven;
  readonly doc: Y.Doc;
}) {
  const mayInfer = list.settings.inferred || inferred;
  return (
    <p className="part-facts">
      {mechanism === null ? null : (
        <>
          <ChipSelect
            label={`${name}: ${words.effect}`}
            value={mechanism.effect}
            choices={MECHANISM_EFFECTS.map((value) => ({ value, label: words.effects[value] }))}
            onChange={(effect) => changePart(doc, id, { mechanism: { effect } })}
          />
          <ChipSelect
            label={`${name}: ${words.form}`}
            value={mechanism.form}
            choices={MECHANISM_FORMS.map((value) => ({ value, label: words.forms[value] }))}
            onChange={(form) => changePart(doc, id, { mechanism: { form } })}
          />
        </>
      )}
      {outcome === null ? null : (
        <>
          <ChipSelect<OutcomeSign | typeof NOT_SAID>
            label={`${name}: ${words.sign}`}
            value={outcome.sign ?? NOT_SAID}
            choices={[
              { value: NOT_SAID, label: words.notSaid.sign },
              ...OUTCOME_SIGNS.map((value) => ({ value, label: words.signs[value] })),
            ]}
            onChange={(sign) =>
              changePart(doc, id, { outcome: { sign: sign === NOT_SAID ? null : sign } })
            }
          />
          <ChipSelect<OutcomeHorizon | typeof NOT_SAID>
            label={`${name}: ${words.horizon}`}
            value={outcome.horizon ?? NOT_SAID}
            choices={[
              { value: NOT_SAID, label: words.notSaid.horizon },
              ...OUTCOME_HORIZONS.map((value) => ({ value, label: words.horizons[value] })),
            ]}
            onChange={(horizon) =>
              changePart(doc, id, { outcome: { horizon: horizon === NOT_SAID ? null : horizon } })
            }
          />
        </>
      )}
      {mayInfer ? (
        <ChipSelect
          label={`${name}: ${words.inferredLabel}`}
          value={inferred ? 'inferred' : 'stated'}
          choices={[
            { value: 'stated', label: words.stated },
            { value: 'inferred', label: words.inferred },
          ]}
          onChange={(value) => changePart(doc, id, { inferred: value === 'inferred' })}
        />
      ) : null}
    </p>
  );
}

function PartActs({
  part: { id, role },
  name,
  doc,
  me,
  isFirst,
  isLast,
}: {
  readonly part: CmocPart;
  readonly name: string;
  readonly doc: Y.Doc;
  readonly me: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}) {
  const of = (act: string): string => `${act}: ${name}`;
  return (
    <span className="part-acts">
      {isFirst && isLast ? null : (
        <>
          <IconButton
            icon={<ArrowUp size={14} />}
            label={of(words.moveUp)}
            isDisabled={isFirst}
            onPress={() => movePart(doc, id, -1)}
          />
          <IconButton
            icon={<ArrowDown size={14} />}
            label={of(words.moveDown)}
            isDisabled={isLast}
            onPress={() => movePart(doc, id, 1)}
          />
        </>
      )}
      <IconButton
        icon={<NotebookPen size={14} />}
        label={of(words.memo)}
        onPress={() => {
          addMemo(doc, { by: me, link: { kind: 'part', id }, now: new Date().toISOString() });
          document.getElementById('cmoc-memos')?.scrollIntoView({ block: 'start' });
        }}
      />
      <IconButton
        icon={<Trash2 size={14} />}
        label={of(words.remove)}
        onPress={() => {
          removePart(doc, id);
          toast(`${say.roles[role]}: ${words.removed}`);
        }}
      />
    </span>
  );
}
