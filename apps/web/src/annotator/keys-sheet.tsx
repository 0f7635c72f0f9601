import { useState } from 'react';
import { annotator as words } from '../messages/annotator.ts';
import { Dialog, Kbd, TextField } from '../ui/index.ts';
import type { Shortcut } from './keys.ts';
import { keyLabel } from './keys.ts';

/** Every key, searchable, from the one table. */
export function KeysSheet({
  isOpen,
  onClose,
  shortcuts,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly shortcuts: readonly Shortcut[];
}) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const shown = shortcuts.filter(
    ({ id, keys }) =>
      words.command[id].toLocaleLowerCase().includes(wanted) ||
      keys.some((key) => keyLabel(key).toLocaleLowerCase() === wanted),
  );
  const groups = [...new Set(shown.map(({ group }) => group))];
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={words.keys.title}
      lead={words.keys.lead}
      size="large"
    >
      <TextField
        label={words.keys.search}
        value={search}
        onChange={setSearch}
        autoFocus
        hideLabel
        placeholder={words.keys.search}
      />
      {shown.length === 0 ? <p className="faint">{words.keys.none}</p> : null}
      <div className="keys-sheet">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="label">{words.group[group]}</h3>
            <dl>
              {shown
                .filter((shortcut) => shortcut.group === group)
                .map(({ id, keys }) => (
                  <div key={id}>
                    <dt>{words.command[id]}</dt>
                    <dd>
                      {keys.length === 0 ? (
                        <span className="faint">{words.keys.off}</span>
                      ) : (
                        keys.map((key) => <Kbd key={key}>{keyLabel(key)}</Kbd>)
                      )}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
