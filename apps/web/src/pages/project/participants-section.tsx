import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ParticipantAnswer, TranscriptSummary } from '@triad/collab';
import { Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys, queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Button, ConfirmDialog, IconButton } from '../../ui/index.ts';
import '../members/members-page.css';

const ParticipantDialog = lazy(() => import('../import/participant-dialog.tsx'));

/** Rows drawn at first. */
const FIRST = 40;

type Open =
  | { readonly kind: 'edit'; readonly participant: ParticipantAnswer | null }
  | { readonly kind: 'remove'; readonly participant: ParticipantAnswer };

/** The people interviewed, by pseudonym; leads add, change and remove them. */
export function ParticipantsSection({
  project,
  transcripts,
  mayChange,
}: {
  readonly project: string;
  readonly transcripts: readonly TranscriptSummary[];
  readonly mayChange: boolean;
}) {
  const { data: participants = [] } = useQuery(queries.participants(project));
  const [open, setOpen] = useState<Open | null>(null);
  const words = say.overview;
  const [all, setAll] = useState(false);
  const shown = all ? participants : participants.slice(0, FIRST);
  const close = () => setOpen(null);
  if (participants.length === 0) return null;
  return (
    <section aria-labelledby="participants-heading" className="stack tight">
      <h3 id="participants-heading" className="label">
        {words.participants}
      </h3>
      <p className="small muted">{words.participantsLead}</p>
      <ul className="plain-rows participants">
        {shown.map((participant) => (
          <li key={participant.id}>
            <b className="num">{participant.pseudonym}</b>
            <span className="muted participant-words" dir="auto">
              {participant.description}
            </span>
            <span className="small faint num">
              {words.participantIn(transcriptsOf(participant, transcripts))}
            </span>
            {mayChange ? (
              <>
                <Button
                  kind="quiet"
                  aria-label={words.participantEditOf(participant.pseudonym)}
                  onPress={() => setOpen({ kind: 'edit', participant })}
                >
                  {words.participantEdit}
                </Button>
                <IconButton
                  icon={<Trash2 size={15} />}
                  label={words.participantRemoveAct(participant.pseudonym)}
                  isDisabled={transcriptsOf(participant, transcripts) > 0}
                  onPress={() => setOpen({ kind: 'remove', participant })}
                />
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {shown.length < participants.length ? (
        <div>
          <Button kind="quiet" onPress={() => setAll(true)}>
            {words.participantsAll(participants.length)}
          </Button>
        </div>
      ) : null}
      {mayChange ? (
        <div>
          <Button
            kind="quiet"
            icon={<Plus size={15} aria-hidden="true" />}
            onPress={() => setOpen({ kind: 'edit', participant: null })}
          >
            {words.participantAdd}
          </Button>
        </div>
      ) : null}
      <Suspense>
        {open?.kind === 'edit' ? (
          <ParticipantDialog
            project={project}
            existing={open.participant}
            participants={participants}
            onClose={close}
            onMade={close}
          />
        ) : null}
      </Suspense>
      {open?.kind === 'remove' ? (
        <RemoveParticipant project={project} participant={open.participant} onClose={close} />
      ) : null}
    </section>
  );
}

function RemoveParticipant({
  project,
  participant,
  onClose,
}: {
  readonly project: string;
  readonly participant: ParticipantAnswer;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const words = say.overview;
  const remove = useMutation({
    mutationFn: () => call('removeParticipant', { project, participant: participant.id }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.participants(project) });
      await queryClient.invalidateQueries({ queryKey: keys.transcripts(project) });
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.participantRemoveOf(participant.pseudonym)}
      confirm={words.participantRemove}
      onConfirm={() => remove.mutate()}
      isPending={remove.isPending}
      error={remove.error === null ? null : sentenceOf(remove.error)}
    >
      <p>{words.participantRemoveBody}</p>
    </ConfirmDialog>
  );
}

function transcriptsOf(
  participant: ParticipantAnswer,
  transcripts: readonly TranscriptSummary[],
): number {
  return transcripts.filter(({ speakers }) =>
    speakers.some((speaker) => speaker.participant === participant.id),
  ).length;
}
