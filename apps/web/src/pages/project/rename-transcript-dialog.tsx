import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TranscriptSummary } from '@triad/collab';
import { importBody } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { FormDialog, TextField } from '../../ui/index.ts';

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
    <FormDialog
      onClose={onClose}
      title={words.renameTitle}
      size="small"
      submit={say.act.rename}
      onSubmit={() => save.mutate()}
      isPending={save.isPending}
      isDisabled={!isGood}
      error={save.error === null ? null : sentenceOf(save.error)}
    >
      <TextField
        label={words.transcriptTitle}
        value={title}
        onChange={setTitle}
        error={isGood ? null : words.titleProblem}
        maxLength={200}
        autoFocus
      />
    </FormDialog>
  );
}
