import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { MemberAnswer, TranscriptSummary } from '@triad/collab';
import { ROUTES } from '@triad/collab';
import { Download, Ellipsis, Eye, EyeOff, History, Pencil, Trash2, Users } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call, fillPath } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { IconButton, Menu, toast } from '../../ui/index.ts';

const RenameDialog = lazy(() => import('./rename-transcript-dialog.tsx'));
const SpeakersDialog = lazy(() => import('./speakers-dialog.tsx'));
const RemoveDialog = lazy(() => import('./remove-transcript-dialog.tsx'));

/** What a lead can do with a transcript besides reading it. */
export function TranscriptActs({
  project,
  transcript,
  members,
}: {
  readonly project: string;
  readonly transcript: TranscriptSummary;
  readonly members: readonly MemberAnswer[];
}) {
  const [dialog, setDialog] = useState<'rename' | 'speakers' | 'remove' | null>(null);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const words = say.overview;
  const observers = useMutation({
    mutationFn: () =>
      call(
        'changeTranscript',
        { transcript: transcript.id },
        { version: transcript.version, observersRead: !transcript.observersRead },
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.transcripts(project) }),
    onError: (error) => toast(sentenceOf(error), { bad: true }),
  });
  const label = say.ui.moreActs(transcript.title);
  return (
    <>
      <Menu
        label={label}
        trigger={<IconButton icon={<Ellipsis size={16} />} label={label} />}
        entries={[
          {
            id: 'rename',
            label: words.renameTranscript,
            icon: <Pencil size={15} aria-hidden="true" />,
            onAction: () => setDialog('rename'),
          },
          {
            id: 'speakers',
            label: words.speakersEdit,
            icon: <Users size={15} aria-hidden="true" />,
            onAction: () => setDialog('speakers'),
          },
          {
            id: 'history',
            label: say.history.open,
            hint: say.history.openHint,
            icon: <History size={15} aria-hidden="true" />,
            onAction: () =>
              void navigate({
                to: '/projects/$project/transcripts/$transcript/history',
                params: { project, transcript: transcript.id },
              }),
          },
          {
            id: 'observers',
            label: transcript.observersRead ? words.stopObserversRead : words.letObserversRead,
            hint: words.observersReadHint,
            icon: transcript.observersRead ? (
              <EyeOff size={15} aria-hidden="true" />
            ) : (
              <Eye size={15} aria-hidden="true" />
            ),
            onAction: () => observers.mutate(),
          },
          {
            id: 'original',
            label: transcript.original.kept ? words.downloadOriginal : words.originalNotKept,
            hint: transcript.original.fileName,
            icon: <Download size={15} aria-hidden="true" />,
            isDisabled: !transcript.original.kept,
            onAction: () =>
              location.assign(fillPath(ROUTES.readOriginal.path, { transcript: transcript.id })),
          },
          {
            id: 'remove',
            label: words.removeTranscript,
            icon: <Trash2 size={15} aria-hidden="true" />,
            danger: true,
            onAction: () => setDialog('remove'),
          },
        ]}
      />
      <Suspense>
        {dialog === 'rename' ? (
          <RenameDialog project={project} transcript={transcript} onClose={() => setDialog(null)} />
        ) : null}
        {dialog === 'speakers' ? (
          <SpeakersDialog
            project={project}
            transcript={transcript}
            onClose={() => setDialog(null)}
          />
        ) : null}
        {dialog === 'remove' ? (
          <RemoveDialog
            project={project}
            transcript={transcript}
            members={members}
            onClose={() => setDialog(null)}
          />
        ) : null}
      </Suspense>
    </>
  );
}
