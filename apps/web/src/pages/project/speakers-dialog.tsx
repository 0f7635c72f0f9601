import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Speaker, TranscriptSummary } from '@triad/collab';
import { speakerBody } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys, queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import type { Choice } from '../../ui/index.ts';
import { FormDialog, Notice, Select, TextField, toast } from '../../ui/index.ts';

const NOBODY = 'none';
const KINDS: readonly Choice<Speaker['kind']>[] = (
  ['interviewer', 'participant', 'other'] as const
).map((value) => ({ value, label: say.importing.kinds[value] }));

/** Labels, kinds and participants of a transcript's speakers, after its import. */
export default function SpeakersDialog({
  project,
  transcript,
  onClose,
}: {
  readonly project: string;
  readonly transcript: TranscriptSummary;
  readonly onClose: () => void;
}) {
  const { data: participants = [] } = useQuery(queries.participants(project));
  const [speakers, setSpeakers] = useState<readonly Speaker[]>(transcript.speakers);
  const queryClient = useQueryClient();
  const words = say.overview;
  const problem = problemOf(speakers);
  const save = useMutation({
    mutationFn: () =>
      call(
        'changeTranscript',
        { transcript: transcript.id },
        {
          version: transcript.version,
          speakers: speakers.map((speaker) => ({ ...speaker, name: speaker.name.trim() })),
        },
      ),
    onSuccess: async () => {
      onClose();
      toast(words.speakersSaved);
      await queryClient.invalidateQueries({ queryKey: keys.transcripts(project) });
      await queryClient.invalidateQueries({ queryKey: keys.transcript(project, transcript.id) });
    },
  });
  const change = (key: string, to: Partial<Speaker>) =>
    setSpeakers(speakers.map((one) => (one.key === key ? { ...one, ...to } : one)));
  return (
    <FormDialog
      onClose={onClose}
      title={words.speakersEditTitle(transcript.title)}
      lead={speakers.length === 0 ? words.speakersNone : words.speakersEditLead}
      submit={say.act.save}
      onSubmit={() => save.mutate()}
      isPending={save.isPending}
      isDisabled={problem !== null || speakers.length === 0}
      error={save.error === null ? null : sentenceOf(save.error)}
    >
      {speakers.map((speaker) => (
        <div key={speaker.key} className="speaker-edit">
          <TextField
            label={say.importing.labelName}
            value={speaker.name}
            maxLength={80}
            onChange={(name) => change(speaker.key, { name })}
          />
          <Select
            label={say.importing.kindName}
            choices={KINDS}
            value={speaker.kind}
            onChange={(kind) =>
              change(speaker.key, kind === 'interviewer' ? { kind, participant: null } : { kind })
            }
          />
          <Select
            label={words.columnParticipant}
            value={speaker.participant ?? NOBODY}
            isDisabled={speaker.kind === 'interviewer'}
            choices={[
              { value: NOBODY, label: say.importing.participantNone },
              ...participants.map((one) => ({
                value: one.id,
                label: one.pseudonym,
                ...(one.description === '' ? {} : { hint: one.description }),
              })),
            ]}
            onChange={(value) =>
              change(speaker.key, { participant: value === NOBODY ? null : value })
            }
          />
        </div>
      ))}
      {problem === null ? null : <Notice kind="bad">{problem}</Notice>}
    </FormDialog>
  );
}

function problemOf(speakers: readonly Speaker[]): string | null {
  if (speakers.some(({ name }) => !speakerBody.shape.name.safeParse(name).success)) {
    return say.importing.nameProblem;
  }
  const names = speakers.map(({ name }) => name.trim());
  return new Set(names).size < names.length ? say.overview.speakersSame : null;
}
