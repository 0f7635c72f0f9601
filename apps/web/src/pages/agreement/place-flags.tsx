import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FlagAnswer, ProjectAnswer } from '@triad/collab';
import { isAllowed, LIMITS } from '@triad/collab';
import { Flag } from 'lucide-react';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { agreement } from '../../messages/agreement.ts';
import { dateTime } from '../../messages/format.ts';
import { Button, FormDialog, TextField, toast } from '../../ui/index.ts';
import type { Place } from './places.ts';

const words = agreement.flag;

type Where = { readonly project: ProjectAnswer; readonly transcript: string };

/** Who flagged the place, with their notes, and what one may do about it. */
export function PlaceFlags({
  project,
  transcript,
  flags,
  nameOf,
}: Where & {
  readonly flags: readonly FlagAnswer[];
  readonly nameOf: (member: string) => string;
}) {
  const { settle, remove } = useFlagActs({ project, transcript });
  if (flags.length === 0) return null;
  return (
    <ul className="place-flags">
      {flags.map((flag) => {
        const own = { own: flag.by === project.me, unblinded: true };
        return (
          <li key={flag.id} className={flag.settledBy === null ? '' : 'settled'}>
            <p className="row wrap">
              <Flag size={13} aria-hidden="true" />
              <b dir="auto">{words.by(nameOf(flag.by))}</b>
              <time className="faint small" dateTime={flag.at}>
                {dateTime(flag.at)}
              </time>
              {flag.settledBy === null ? null : (
                <span className="faint small">{words.settled(nameOf(flag.settledBy))}</span>
              )}
            </p>
            {flag.note === '' ? null : <p dir="auto">{flag.note}</p>}
            <p className="row">
              {isAllowed('flag.settle', project.roles, own) ? (
                <Button
                  kind="quiet"
                  className="small"
                  onPress={() => settle.mutate({ flag, settled: flag.settledBy === null })}
                >
                  {flag.settledBy === null ? words.settle : words.unsettle}
                </Button>
              ) : null}
              {isAllowed('flag.remove', project.roles, own) ? (
                <Button kind="quiet" className="small" onPress={() => remove.mutate(flag.id)}>
                  {words.remove}
                </Button>
              ) : null}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** Asks for a note, and flags the place. */
export function FlagDialog({
  project,
  transcript,
  place,
  onFlagged,
  onClose,
}: Where & {
  readonly place: Place;
  readonly onFlagged: () => void;
  readonly onClose: () => void;
}) {
  const [note, setNote] = useState('');
  const settled = useSettled({ project, transcript });
  const create = useMutation({
    mutationFn: () => call('createFlag', { transcript }, { place: place.flagPlace, note }),
    onSuccess: async () => {
      onClose();
      onFlagged();
      await settled();
    },
  });
  return (
    <FormDialog
      onClose={onClose}
      title={words.button}
      size="small"
      submit={words.send}
      onSubmit={() => create.mutate()}
      isPending={create.isPending}
      error={create.error === null ? null : sentenceOf(create.error)}
    >
      <TextField
        label={words.note}
        hint={words.noteHint}
        value={note}
        onChange={setNote}
        rows={3}
        maxLength={LIMITS.flagNoteUtf16}
        autoFocus
      />
    </FormDialog>
  );
}

function useFlagActs(where: Where) {
  const { transcript } = where;
  const after = {
    onError: (error: Error) => toast(sentenceOf(error), { bad: true }),
    onSettled: useSettled(where),
  };
  return {
    settle: useMutation({
      mutationFn: ({ flag, settled }: { readonly flag: FlagAnswer; readonly settled: boolean }) =>
        call('settleFlag', { transcript, flag: flag.id }, { version: flag.version, settled }),
      ...after,
    }),
    remove: useMutation({
      mutationFn: (flag: string) => call('removeFlag', { transcript, flag }),
      ...after,
    }),
  };
}

function useSettled({ project, transcript }: Where): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.transcriptAgreement(project.id, transcript) }),
      client.invalidateQueries({ queryKey: keys.agreement(project.id) }),
    ]);
  };
}
