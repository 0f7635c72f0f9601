import type { CmocListAnswer } from '@triad/collab';
import { say } from '../../messages.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { Button, Checkbox, RadioGroup, RoleBadge, Select, TextField } from '../../ui/index.ts';
import type { ChildDraft, Parent } from './lineage-draft.ts';
import { partKey, partsOf, togglePart } from './lineage-draft.ts';
import { partText } from './part-words.ts';
import './lineage-form.css';

const words = cmocs.allocate;
const NONE = 'none';

/** What one that is made begins with: title, outcome, wording and parts. */
export function ChildForm({
  name,
  child,
  parents,
  groups,
  onChange,
  onRemove,
}: {
  readonly name: string;
  readonly child: ChildDraft;
  readonly parents: readonly Parent[];
  readonly groups: CmocListAnswer['groups'];
  readonly onChange: (child: ChildDraft) => void;
  /** Null where it cannot be taken out. */
  readonly onRemove: { readonly label: string; readonly act: () => void } | null;
}) {
  const parts = partsOf(parents);
  return (
    <fieldset className="child-form card">
      <legend className="visually-hidden">{name}</legend>
      <p className="row between">
        <b>{name}</b>
        {onRemove === null ? null : (
          <Button kind="quiet" className="small" onPress={onRemove.act}>
            {onRemove.label}
          </Button>
        )}
      </p>
      <TextField
        label={words.titleLabel}
        value={child.title}
        onChange={(title) => onChange({ ...child, title })}
        maxLength={200}
      />
      <Select
        label={cmocs.create.group}
        value={child.group ?? NONE}
        choices={[
          { value: NONE, label: cmocs.create.noGroup },
          ...groups.map(({ id, title }) => ({ value: id, label: title })),
        ]}
        onChange={(group) => onChange({ ...child, group: group === NONE ? null : group })}
      />
      <RadioGroup
        label={words.wording}
        value={child.wording ?? NONE}
        choices={[
          ...parents.map(({ id, number }) => ({ value: id, label: words.of(number) })),
          { value: NONE, label: words.noWording },
        ]}
        onChange={(wording) => onChange({ ...child, wording: wording === NONE ? null : wording })}
      />
      <div role="group" aria-label={`${name}: ${words.parts}`}>
        <p className="field-label">{words.parts}</p>
        {parts.length === 0 ? <p className="muted">{words.noParts}</p> : null}
        {parts.map(({ parent, part }) => {
          const key = partKey(parent.id, part.id);
          return (
            <Checkbox
              key={key}
              isSelected={child.parts.has(key)}
              onChange={() => onChange(togglePart(child, key))}
              {...(parents.length > 1 ? { hint: words.of(parent.number) } : {})}
            >
              <span className="row child-part">
                <RoleBadge role={part.role} size="small" decorative />
                <span dir="auto">
                  <span className="visually-hidden">{say.roles[part.role]}: </span>
                  {partText(part) || cmocs.parts.empty}
                </span>
              </span>
            </Checkbox>
          );
        })}
      </div>
    </fieldset>
  );
}
