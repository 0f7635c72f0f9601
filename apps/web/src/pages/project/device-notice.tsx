import { useQuery } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { queries } from '../../api/queries.ts';
import { canKeepCopies } from '../../device/availability.ts';
import { noteTold, onTold, toldOf } from '../../device/told.ts';
import { say } from '../../messages.ts';
import { useSession } from '../../shell/session.ts';
import { Button, Dialog } from '../../ui/index.ts';

/** Tells a member what the project keeps on this device: once, and whenever that changes. */
export function DeviceNotice({ project: id }: { readonly project: string }) {
  const { data: project } = useQuery(queries.project(id));
  const account = useSession().account?.id;
  const [answered, setAnswered] = useState<boolean | null>(null);
  // Answered in another tab it is answered here.
  const before = useSyncExternalStore(onTold, () =>
    account === undefined ? null : toldOf(account, id),
  );
  if (project === undefined || account === undefined) return null;
  const isOn = project.deviceCopies;
  const isDue = isOn ? before !== 'on' : before === 'on';
  if (!isDue || answered === isOn) return null;
  const close = (): void => {
    noteTold(account, id, isOn ? 'on' : 'off');
    setAnswered(isOn);
  };
  const words = say.devices;
  const sentences = isOn ? (canKeepCopies() ? words.tell : [words.tellNone]) : [words.untell];
  return (
    <Dialog
      isOpen
      onClose={close}
      title={isOn ? words.tellTitle : words.untellTitle}
      actions={
        <Button kind="primary" onPress={close}>
          {words.understood}
        </Button>
      }
    >
      <div className="stack">
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </Dialog>
  );
}
