import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Preferences } from '@triad/collab';
import { useEffect, useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys as queryKeys } from '../api/queries.ts';
import { annotator as words } from '../messages/annotator.ts';
import { Button, Dialog, Kbd, Notice, TextField } from '../ui/index.ts';
import type { CommandId, Shortcut } from './keys.ts';
import { chordOf, keyLabel } from './keys.ts';

/** Every key, searchable, from the one table; a press on a key gives it another. */
export function KeysSheet({
  isOpen,
  onClose,
  shortcuts,
  preferences,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly shortcuts: readonly Shortcut[];
  readonly preferences: Preferences;
}) {
  const [search, setSearch] = useState('');
  const [changing, setChanging] = useState<CommandId | null>(null);
  const [clash, setClash] = useState<CommandId | null>(null);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (own: NonNullable<Preferences['keys']>) =>
      call('changeAccount', {}, { preferences: { ...preferences, keys: own } }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.session }),
  });
  const { mutate } = save;

  useEffect(() => {
    if (changing === null) return;
    const listen = (event: KeyboardEvent): void => {
      if (/^(Shift|Control|Meta|Alt)$/.test(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      const chord = event.key === 'Backspace' ? null : chordOf(event);
      const taken = shortcuts.find(
        ({ id, keys }) => id !== changing && chord !== null && keys.includes(chord),
      );
      setClash(taken?.id ?? null);
      if (taken !== undefined && event.key !== 'Escape') return;
      if (event.key !== 'Escape') mutate({ ...preferences.keys, [changing]: chord });
      setClash(null);
      setChanging(null);
    };
    // Before the dialog, whose Escape would close it.
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  }, [changing, shortcuts, preferences, mutate]);

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
      actions={
        Object.keys(preferences.keys ?? {}).length === 0 ? undefined : (
          <Button onPress={() => save.mutate({})}>{words.keys.reset}</Button>
        )
      }
    >
      <TextField
        label={words.keys.search}
        value={search}
        onChange={setSearch}
        autoFocus
        hideLabel
        placeholder={words.keys.search}
      />
      <p className="small faint" role="status">
        {changing === null
          ? ''
          : clash === null
            ? words.keys.press
            : words.keys.clash(words.command[clash])}
      </p>
      {save.isError ? <Notice kind="bad">{sentenceOf(save.error)}</Notice> : null}
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
                      <button
                        type="button"
                        className="key-change"
                        aria-pressed={changing === id}
                        onClick={() => setChanging(id)}
                      >
                        <span className="visually-hidden">
                          {words.keys.change(words.command[id])}{' '}
                        </span>
                        {changing === id ? (
                          '…'
                        ) : keys.length === 0 ? (
                          <span className="faint">{words.keys.off}</span>
                        ) : (
                          keys.map((key) => <Kbd key={key}>{keyLabel(key)}</Kbd>)
                        )}
                      </button>
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
