import { CloudOff, CloudUpload } from 'lucide-react';
import { useReach } from '../api/reach.ts';
import { useDeviceState } from '../device/device-state.ts';
import { say } from '../messages.ts';
import './device-bar.css';
import { useLeftInTab } from './use-unsaved.ts';

const words = say.devices;

/**
 * Above the foot: that what is shown comes from this device, how much waits on it, and what this tab
 * has not saved of pages that were left. What a page has open that page says itself.
 */
export function DeviceBar() {
  const reach = useReach();
  const { contactAt, waiting, stranded } = useDeviceState();
  const left = useLeftInTab();
  const isOffline = reach === 'device' && contactAt !== null;
  const sentences = [
    ...(left > 0 ? [words.left(left)] : []),
    ...(isOffline ? [words.offline(contactAt)] : []),
    ...(isOffline && waiting > 0 ? [words.waiting(waiting)] : []),
    ...(!isOffline && stranded > 0 ? [words.sending(stranded)] : []),
  ];
  if (sentences.length === 0) return null;
  return (
    <div className={left > 0 ? 'device-bar bad' : 'device-bar'} role="status">
      {isOffline || left > 0 ? (
        <CloudOff size={15} aria-hidden="true" />
      ) : (
        <CloudUpload size={15} aria-hidden="true" />
      )}
      <p>{sentences.join(' ')}</p>
    </div>
  );
}
