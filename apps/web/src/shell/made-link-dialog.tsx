import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { say } from '../messages.ts';
import { Button, Dialog, TextField } from '../ui/index.ts';
import { copyText } from './copy-text.ts';
import './made-link-dialog.css';

const words = say.madeLink;

/** A link that opens something, shown this once, to be sent. */
export function MadeLinkDialog({
  link,
  label,
  lead,
  children,
  actions,
  onClose,
}: {
  readonly link: string;
  /** What kind of link it is. */
  readonly label: string;
  readonly lead: string;
  /** For whom it is, and how long it holds. */
  readonly children: ReactNode;
  /** Buttons before the one that closes. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
}) {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> =>
    setSaid((await copyText(link)) ? words.copied : words.copyFailed);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.title}
      lead={lead}
      role="alertdialog"
      actions={
        <>
          {actions}
          <Button kind="primary" onPress={onClose}>
            {words.done}
          </Button>
        </>
      }
    >
      <div className="stack">
        <div className="made-link">
          <TextField
            label={label}
            value={link}
            isReadOnly
            onFocus={(event) => (event.target as HTMLInputElement).select()}
          />
          <Button
            icon={<Copy size={15} aria-hidden="true" />}
            onPress={() => void copy()}
            autoFocus
          >
            {words.copy}
          </Button>
        </div>
        <p className="small muted" role="status">
          {said}
        </p>
        <p className="small muted">{children}</p>
      </div>
    </Dialog>
  );
}
