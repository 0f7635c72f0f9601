import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CmocAnswer, MethodSettings } from '@triad/collab';
import { hashOfCmoc, LIMITS } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { signing } from '../../messages/signing.ts';
import { FormDialog, Notice, TextField, toast } from '../../ui/index.ts';
import { MarkedSentence } from './marked-sentence.tsx';
import { hasDraftMoved, useTakeCmoc } from './use-sign.ts';
import { warningsOf } from './warnings.ts';

const words = signing.propose;

/** Freezes what the draft says as the next version, of exactly the draft that the lead sees. */
export default function ProposeDialog({
  project,
  method,
  cmoc,
  onClose,
}: {
  readonly project: string;
  readonly method: Pick<MethodSettings, 'inferred'>;
  readonly cmoc: CmocAnswer;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const take = useTakeCmoc(project);
  // The draft is what the lead had before them when they began, until they are shown a newer one.
  const [shown, setShown] = useState(cmoc);
  const [isChanged, setChanged] = useState(false);
  const [note, setNote] = useState('');
  const next = (shown.latest?.number ?? 0) + 1;
  const propose = useMutation({
    mutationFn: () =>
      call(
        'proposeCmoc',
        { project, cmoc: cmoc.id },
        { version: shown.version, sha256: hashOfCmoc(shown.content), note: note.trim() },
      ),
    onSuccess: async (answer) => {
      toast(words.done(answer.latest?.number ?? next));
      onClose();
      await take(answer);
    },
    onError: async (error) => {
      if (!hasDraftMoved(error)) return;
      setShown(await queryClient.fetchQuery({ ...queries.cmoc(project, cmoc.id), staleTime: 0 }));
      setChanged(true);
    },
  });
  const warnings = warningsOf(shown.content, shown.quotes, method);
  const before = shown.latest;
  return (
    <FormDialog
      onClose={onClose}
      title={words.title(next)}
      lead={words.lead}
      submit={words.submit}
      onSubmit={() => propose.mutate()}
      isPending={propose.isPending}
      error={
        propose.error === null || hasDraftMoved(propose.error) ? null : sentenceOf(propose.error)
      }
    >
      {isChanged ? <Notice kind="warn">{words.changed}</Notice> : null}
      <div className="stack tight">
        <b>{shown.content.title === '' ? signing.untitled : shown.content.title}</b>
        <MarkedSentence sentence={shown.content.sentence} size="small" />
        <p className="faint small">{signing.waitingList.quotes(shown.content.evidence.length)}</p>
      </div>
      {warnings.length === 0 ? null : (
        <Notice kind="warn" title={words.warnings}>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      {before === null || shown.state === 'draft' ? null : (
        <p className="muted">{words.supersedes(before.number)}</p>
      )}
      <TextField
        label={words.note}
        hint={words.noteHint}
        value={note}
        onChange={setNote}
        maxLength={LIMITS.reasonUtf16}
        rows={2}
        autoFocus
      />
    </FormDialog>
  );
}
