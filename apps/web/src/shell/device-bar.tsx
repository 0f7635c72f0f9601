import { CloudOff, CloudUpload } from 'lucide-react';
import { useReach } from '../api/reach.ts';
import { useDeviceState } from '../device/device-state.ts';
import { say } from '../messages.ts';
import './device-bar.css';

const words = say.devices;

/** Above the foot: that what is shown comes from this device, and how much waits on it. */
export function DeviceBar() {
  const reach = useReach();
  const { contactAt, waiting, stranded } = useDeviceState();
  const isOffline = reach === 'device' && contactAt !== null;
  // What a page has open that page sends, and says so itself.
  if (!isOffline && stranded === 0) return null;
  return (
    <div className="device-bar" role="status">
      {isOffline ? (
        <CloudOff size={15} aria-hidden="true" />
      ) : (
        <CloudUpload size={15} aria-hidden="true" />
      )}
      <p>
        {isOffline ? words.offline(contactAt) : words.sending(stranded)}
        {isOffline && waiting > 0 ? ` ${words.waiting(waiting)}` : null}
      </p>
    </div>
  );
}
