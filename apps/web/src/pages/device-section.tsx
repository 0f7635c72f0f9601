import { useMutation, useQuery } from '@tanstack/react-query';
import { canKeepCopies } from '../device/availability.ts';
import { refreshDeviceState, useDeviceState } from '../device/device-state.ts';
import { clearThisDevice } from '../device/leaving.ts';
import { say } from '../messages.ts';
import { Button, toast } from '../ui/index.ts';

/** What this device keeps of one's projects, and the way to be rid of it. */
export function DeviceSection() {
  const words = say.devices;
  const { transcripts, bytes, waiting, contactAt } = useDeviceState();
  const isKept = contactAt !== null;
  const { data: persists } = useQuery({
    queryKey: ['device', 'persists'],
    queryFn: () => navigator.storage.persisted(),
    enabled: isKept,
  });
  const clear = useMutation({
    mutationFn: clearThisDevice,
    onSuccess: () => {
      refreshDeviceState();
      toast(words.cleared);
    },
  });
  return (
    <section className="card stack" aria-labelledby="account-device">
      <h3 id="account-device">{words.section}</h3>
      {canKeepCopies() ? (
        <p className="muted">
          {isKept ? words.sectionKept(transcripts, bytes) : words.sectionNothing}
        </p>
      ) : (
        <p className="muted">{words.sectionNone}</p>
      )}
      {waiting > 0 ? <p>{words.waiting(waiting)}</p> : null}
      {isKept && persists === false ? <p className="muted">{words.sectionEvicted}</p> : null}
      {isKept ? (
        <Button onPress={() => clear.mutate()} isPending={clear.isPending}>
          {words.clear}
        </Button>
      ) : null}
    </section>
  );
}
