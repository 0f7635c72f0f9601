import type { OutcomeGroup } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { method as words } from '../../messages/method.ts';
import { Button, IconButton, TextField } from '../../ui/index.ts';
import { moved, renamed, withGroup, without } from './outcome-groups.ts';

/** The outcomes under which CMOCs are listed: add, rename, reorder, and remove those that none is under. */
export function GroupFields({
  groups,
  uses,
  isReadOnly,
  onChange,
}: {
  readonly groups: readonly OutcomeGroup[];
  readonly uses: ReadonlyMap<string, number>;
  readonly isReadOnly: boolean;
  readonly onChange: (groups: readonly OutcomeGroup[]) => void;
}) {
  return (
    <section className="stack tight" aria-labelledby="outcome-groups">
      <h3 id="outcome-groups" className="field-label">
        {words.groups}
      </h3>
      <p className="field-hint">{words.groupsHint}</p>
      {groups.length === 0 ? <p className="faint small">{words.groupsNone}</p> : null}
      <ol className="outcome-groups">
        {groups.map(({ id, title }, at) => {
          const used = uses.get(id) ?? 0;
          const name = title.trim() === '' ? words.group(at + 1) : title;
          return (
            <li key={id}>
              <TextField
                label={words.group(at + 1)}
                hideLabel
                value={title}
                placeholder={words.groupPlaceholder}
                maxLength={100}
                isReadOnly={isReadOnly}
                onChange={(next) => onChange(renamed(groups, id, next))}
              />
              {isReadOnly ? null : (
                <>
                  <IconButton
                    icon={<ArrowUp size={14} />}
                    label={words.up(name)}
                    isDisabled={at === 0}
                    onPress={() => onChange(moved(groups, id, -1))}
                  />
                  <IconButton
                    icon={<ArrowDown size={14} />}
                    label={words.down(name)}
                    isDisabled={at === groups.length - 1}
                    onPress={() => onChange(moved(groups, id, 1))}
                  />
                  <IconButton
                    icon={<Trash2 size={14} />}
                    label={words.removeGroup(name)}
                    isDisabled={used > 0}
                    onPress={() => onChange(without(groups, id, uses))}
                  />
                </>
              )}
              {title.trim() === '' ? <p className="muted small">{words.groupEmpty}</p> : null}
              {used > 0 ? <p className="faint small">{words.groupUsed(used)}</p> : null}
            </li>
          );
        })}
      </ol>
      {isReadOnly || groups.length >= LIMITS.outcomeGroups ? null : (
        <Button
          icon={<Plus size={14} aria-hidden="true" />}
          onPress={() => onChange(withGroup(groups, crypto.randomUUID()))}
        >
          {words.addGroup}
        </Button>
      )}
    </section>
  );
}
