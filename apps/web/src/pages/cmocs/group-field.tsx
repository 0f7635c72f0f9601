import type { CmocListAnswer, OutcomeGroup } from '@triad/collab';
import { cmocs } from '../../messages/cmocs.ts';
import { Select, TextField } from '../../ui/index.ts';

const words = cmocs.create;
const NONE = 'none';
const NEW = 'new';

/** Under which outcome; `new` with the name of a group that is to be made. */
export type ChosenGroup =
  | { readonly kind: 'group'; readonly id: string | null }
  | { readonly kind: 'new'; readonly title: string };

export function groupIsSaid(chosen: ChosenGroup): boolean {
  return chosen.kind === 'group' || chosen.title.trim() !== '';
}

/** A choice of outcome groups, with a way to a new one. */
export function GroupField({
  groups,
  chosen,
  onChange,
}: {
  readonly groups: CmocListAnswer['groups'];
  readonly chosen: ChosenGroup;
  readonly onChange: (chosen: ChosenGroup) => void;
}) {
  return (
    <>
      <Select
        label={words.group}
        value={chosen.kind === 'new' ? NEW : (chosen.id ?? NONE)}
        choices={[
          { value: NONE, label: words.noGroup },
          ...groups.map(({ id, title }: OutcomeGroup) => ({ value: id, label: title })),
          { value: NEW, label: words.newGroup },
        ]}
        onChange={(id) =>
          onChange(
            id === NEW
              ? { kind: 'new', title: '' }
              : { kind: 'group', id: id === NONE ? null : id },
          )
        }
      />
      {chosen.kind === 'new' ? (
        <TextField
          label={words.newGroupName}
          hint={words.newGroupHint}
          value={chosen.title}
          onChange={(title) => onChange({ kind: 'new', title })}
          maxLength={100}
          autoFocus
        />
      ) : null}
    </>
  );
}
