import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MemberAnswer, TranscriptSummary } from '@triad/collab';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { ConfirmDialog, toast } from '../../ui/index.ts';
import { nameIn } from './name-in.ts';

/** Says what goes with a transcript before it is removed. */
export default function RemoveTranscriptDialog({
  project,
  transcript,
  members,
  onClose,
}: {
  readonly project: string;
  readonly transcript: TranscriptSummary;
  readonly members: readonly MemberAnswer[];
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const words = say.overview;
  const coded = transcript.layers.filter((layer) => layer.spans + layer.sketches > 0);
  const names = coded.map((layer) => nameIn(members, layer.member));
  const remove = useMutation({
    mutationFn: () => call('removeTranscript', { transcript: transcript.id }),
    onSuccess: async () => {
      onClose();
      toast(words.removed(transcript.title));
      await queryClient.invalidateQueries({ queryKey: keys.transcripts(project) });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.removeQuestion(transcript.title)}
      confirm={say.act.remove}
      onConfirm={() => remove.mutate()}
      isPending={remove.isPending}
      error={remove.error === null ? null : sentenceOf(remove.error)}
    >
      <p>
        {words.removeBody(
          coded.reduce((sum, layer) => sum + layer.spans, 0),
          coded.reduce((sum, layer) => sum + layer.sketches, 0),
          [...new Set(names)],
        )}
      </p>
    </ConfirmDialog>
  );
}
