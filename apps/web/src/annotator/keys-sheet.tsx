import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Preferences } from '@triad/collab';
import { useEffect, useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys as queryKeys } from '../api/queries.ts';
import { annotator as words } from '../messages/annotator.ts';
import { Button, Dialog, Kbd, Notice, TextField } from '../ui/index.ts';
import type { CommandId, Shortcut } from './keys.ts';
import { chordOf, isModifier, keyLabel, refusalOf } from './keys.ts';

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
  /** Why the key that was pressed last was not taken. */
  const [refused, setRefused] = useState('');
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (own: NonNullable<Preferences['keys']>) =>
      call('changeAccount', {}, { preferences: { ...preferences, keys: own } }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.session }),
  });
  const { mutate } = save;

  const wait = (id: CommandId | null): void => {
    setRefused('');
    setChanging(id);
  };

  useEffect(() => {
    if (changing === null) return;
    const end = (): void => {
      setRefused('');
      setChanging(null);
    };
    const listen = (event: KeyboardEvent): void => {
      if (isModifier(event)) return;
      event.preventDefault();
      event.stopPropagation();
      // The Enter that began the waiting, still held, is no answer to it.
      if (event.repeat) return;
      if (event.key === 'Escape') {
        end();
        return;
      }
      const isOff = event.key === 'Backspace' && !event.ctrlKey && !event.altKey && !event.metaKey;
      const refusal = isOff ? null : refusalOf(event, changing);
      const chord = isOff ? null : chordOf(event);
      const taken = shortcuts.find(
        ({ id, keys }) => id !== changing && chord !== null && keys.includes(chord),
      );
      if (refusal !== null) setRefused(words.keys.refused[refusal]);
      else if (taken !== undefined) setRefused(words.keys.clash(words.command[taken.id]));
      else {
        mutate({ ...preferences.keys, [changing]: chord });
        end();
      }
    };
    const press = (event: PointerEvent): void => {
      const own = event.target instanceof Element ? event.target.closest('.key-change') : null;
      if (own?.getAttribute('aria-pressed') !== 'true') end();
    };
    // Before the dialog, whose Escape would close it.
    addEventListener('keydown', listen, true);
    addEventListener('pointerdown', press, true);
    return () => {
      removeEventListener('keydown', listen, true);
      removeEventListener('pointerdown', press, true);
    };
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
      onClose={() => {
        wait(null);
        onClose();
      }}
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
      <p className={`keys-said small ${refused === '' ? 'faint' : 'refused'}`} role="status">
        {changing === null ? '' : refused === '' ? words.keys.press : refused}
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
                        onClick={(event) => {
                          // Safari gives a pressed button no focus; without it nothing would tell
                          // that the person has gone elsewhere.
                          event.currentTarget.focus();
                          wait(id);
                        }}
                        onBlur={() => wait(null)}
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
