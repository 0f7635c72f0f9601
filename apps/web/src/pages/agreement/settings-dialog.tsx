import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AgreementAnswer, AgreementSettings } from '@triad/collab';
import { useState } from 'react';
import { ApiError, sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { keys, queries } from '../../api/queries.ts';
import { agreement } from '../../messages/agreement.ts';
import { say } from '../../messages.ts';
import { FormDialog, Notice, RadioGroup, Switch, toast } from '../../ui/index.ts';

const words = agreement.settings;
const SWITCHES = ['coefficients', 'intervals', 'gamma', 'unfinished', 'late'] as const;

/** How agreement is worked out and shown in the project; leads alone change it. */
export default function SettingsDialog({
  project,
  answer,
  onClose,
}: {
  readonly project: string;
  readonly answer: Pick<AgreementAnswer, 'settings' | 'settingsVersion'>;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [settings, setSettings] = useState<AgreementSettings>(answer.settings);
  const [version, setVersion] = useState(answer.settingsVersion);
  const [isOvertaken, setOvertaken] = useState(false);
  const save = useMutation({
    mutationFn: () => call('changeAgreement', { project }, { version, settings }),
    onSuccess: async () => {
      toast(words.saved);
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.agreement(project) });
    },
    onError: async (error) => {
      if (!isConflict(error)) return;
      const now = await queryClient.fetchQuery({
        ...queries.agreement(project, []),
        staleTime: 0,
      });
      setSettings(now.settings);
      setVersion(now.settingsVersion);
      setOvertaken(true);
    },
  });
  const set = (change: Partial<AgreementSettings>): void => setSettings({ ...settings, ...change });
  return (
    <FormDialog
      onClose={onClose}
      title={words.title}
      lead={words.lead}
      submit={say.act.save}
      onSubmit={() => save.mutate()}
      isPending={save.isPending}
      error={save.error === null || isConflict(save.error) ? null : sentenceOf(save.error)}
    >
      {isOvertaken ? <Notice kind="warn">{words.conflict}</Notice> : null}
      <RadioGroup
        label={words.turns}
        value={settings.turns}
        choices={[
          { value: 'all', label: words.turnsAll, hint: words.turnsAllHint },
          {
            value: 'participants',
            label: words.turnsParticipants,
            hint: words.turnsParticipantsHint,
          },
        ]}
        onChange={(turns) => set({ turns })}
      />
      <div className="stack tight">
        {SWITCHES.map((name) => (
          <Switch
            key={name}
            isSelected={settings[name]}
            hint={words[`${name}Hint`]}
            onChange={(value) => set({ [name]: value })}
          >
            {words[name]}
          </Switch>
        ))}
      </div>
    </FormDialog>
  );
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}
