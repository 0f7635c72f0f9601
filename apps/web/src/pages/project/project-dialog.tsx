import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ProjectAnswer } from '@triad/collab';
import { createProjectBody } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { useAccount } from '../../shell/session.ts';
import { FormDialog, Switch, TextField } from '../../ui/index.ts';

/** Title and description: of a new project (`null`), or of one that is, and what devices keep of it. */
export default function ProjectDialog({
  project,
  onClose,
}: {
  readonly project: ProjectAnswer | null;
  readonly onClose: () => void;
}) {
  const [title, setTitle] = useState(project?.title ?? '');
  const [description, setDescription] = useState(project?.description ?? '');
  const [deviceCopies, setDeviceCopies] = useState(project?.deviceCopies ?? false);
  const [tried, setTried] = useState(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const words = say.entering;
  const { demo } = useAccount();
  const lead = demo ? words.projectNewByDemo : words.projectNewLead;
  const problem = createProjectBody.shape.title.safeParse(title).success
    ? null
    : words.projectTitleProblem;
  const save = useMutation({
    mutationFn: () =>
      project === null
        ? call('createProject', {}, { title, description })
        : call(
            'changeProject',
            { project: project.id },
            { version: project.version, title, description, deviceCopies },
          ),
    onSuccess: async (answer) => {
      await queryClient.invalidateQueries({ queryKey: keys.projects });
      if (project === null) {
        await navigate({ to: '/projects/$project', params: { project: answer.id } });
      } else {
        await queryClient.invalidateQueries({ queryKey: keys.project(project.id) });
        onClose();
      }
    },
  });
  const submit = () => {
    setTried(true);
    if (problem === null) save.mutate();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={project === null ? words.projectNew : say.overview.editTitle}
      lead={project === null ? lead : undefined}
      submit={project === null ? words.projectCreate : say.act.save}
      onSubmit={submit}
      isPending={save.isPending}
      error={save.error === null ? null : sentenceOf(save.error)}
    >
      <TextField
        label={words.projectTitle}
        value={title}
        onChange={setTitle}
        placeholder={words.projectTitlePlaceholder}
        error={tried ? problem : null}
        maxLength={200}
        autoFocus
      />
      <TextField
        label={words.projectDescription}
        hint={words.projectDescriptionHint}
        rows={3}
        value={description}
        onChange={setDescription}
        maxLength={2_000}
      />
      {project === null ? null : (
        <Switch isSelected={deviceCopies} onChange={setDeviceCopies} hint={say.devices.settingHint}>
          {say.devices.setting}
        </Switch>
      )}
    </FormDialog>
  );
}
