import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TranscriptSummary } from '@triad/collab';
import { importBody } from '@triad/collab';
import { useId, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Button, Dialog, Notice, TextField } from '../../ui/index.ts';

/** A new title for a transcript. */
export default function RenameTranscriptDialog({
  project,
  transcript,
  onClose,
}: {
  readonly project: string;
  readonly transcript: TranscriptSummary;
  readonly onClose: () => void;
}) {
  const [title, setTitle] = useState(transcript.title);
  const formId = useId();
  const queryClient = useQueryClient();
  const words = say.overview;
  const isGood = importBody.shape.title.safeParse(title).success;
  const save = useMutation({
    mutationFn: () =>
      call(
        'changeTranscript',
        { transcript: transcript.id },
        { version: transcript.version, title },
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.transcripts(project) });
      await queryClient.invalidateQueries({ queryKey: keys.transcript(project, transcript.id) });
      onClose();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.renameTitle}
      size="small"
      actions={
        <>
          <Button onPress={onClose}>{say.act.cancel}</Button>
          <Button
            kind="primary"
            type="submit"
            form={formId}
            isPending={save.isPending}
            isDisabled={!isGood}
          >
            {say.act.rename}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isGood) save.mutate();
        }}
      >
        <TextField
          label={words.transcriptTitle}
          value={title}
          onChange={setTitle}
          error={isGood ? null : words.titleProblem}
          maxLength={200}
          autoFocus
        />
        {save.error === null ? null : <Notice kind="bad">{sentenceOf(save.error)}</Notice>}
      </form>
    </Dialog>
  );
}
