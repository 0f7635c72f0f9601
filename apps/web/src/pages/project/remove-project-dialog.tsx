import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ProjectAnswer } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { Button, Dialog, Notice, TextField } from '../../ui/index.ts';

/** A project goes only when its title has been written: there is no way back. */
export default function RemoveProjectDialog({
  project,
  onClose,
}: {
  readonly project: ProjectAnswer;
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const words = say.overview;
  const remove = useMutation({
    mutationFn: () => call('removeProject', { project: project.id }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.projects });
      await navigate({ to: '/' });
      queryClient.removeQueries({ queryKey: keys.project(project.id) });
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.removeProjectQuestion(project.title)}
      size="small"
      role="alertdialog"
      actions={
        <>
          <Button onPress={onClose}>{say.act.cancel}</Button>
          <Button
            kind="danger"
            onPress={() => remove.mutate()}
            isPending={remove.isPending}
            isDisabled={typed.trim() !== project.title}
          >
            {words.removeProject}
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>{words.removeProjectBody(project.transcripts, project.members)}</p>
        <TextField
          label={words.removeProjectConfirm(project.title)}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          autoFocus
        />
        {remove.error === null ? null : <Notice kind="bad">{sentenceOf(remove.error)}</Notice>}
      </div>
    </Dialog>
  );
}
