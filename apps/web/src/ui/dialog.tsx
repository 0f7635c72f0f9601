import { X } from 'lucide-react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { say } from '../messages.ts';
import { Button, IconButton } from './button.tsx';
import { Notice } from './notice.tsx';
import './dialog.css';

export type DialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What this is about, under the title. */
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly actions?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  /** For what must be answered: no closing by a click outside. */
  readonly role?: 'dialog' | 'alertdialog';
};

/** A modal dialog. Focus goes in, stays in, and returns; Escape closes it. */
export function Dialog({
  isOpen,
  onClose,
  title,
  lead,
  children,
  actions,
  size = 'medium',
  role = 'dialog',
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={role === 'dialog'}
      className="dialog-overlay"
    >
      <Modal className={`dialog-modal ${size}`}>
        <AriaDialog role={role} className="dialog">
          <header className="dialog-head">
            <div>
              <Heading slot="title">{title}</Heading>
              {lead === undefined ? null : <p className="muted">{lead}</p>}
            </div>
            <IconButton icon={<X size={16} />} label={say.act.close} onPress={onClose} />
          </header>
          {children === undefined ? null : <div className="dialog-body">{children}</div>}
          {actions === undefined ? null : <footer className="dialog-foot">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export type FormDialogProps = Pick<DialogProps, 'onClose' | 'title' | 'lead' | 'size'> & {
  readonly children: ReactNode;
  /** What the main button says. */
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly isPending?: boolean;
  /** What is filled in cannot be sent yet; neither button nor Enter does. */
  readonly isDisabled?: boolean;
  readonly error?: string | null;
};

/** Asks for something, in fields; Enter in one of them sends, Ctrl+Enter in one of several lines. */
export function FormDialog({
  children,
  submit,
  onSubmit,
  isPending = false,
  isDisabled = false,
  error = null,
  ...dialog
}: FormDialogProps) {
  const id = useId();
  return (
    <Dialog
      {...dialog}
      isOpen
      actions={
        <>
          <Button onPress={dialog.onClose}>{say.act.cancel}</Button>
          <Button
            kind="primary"
            type="submit"
            form={id}
            isPending={isPending}
            isDisabled={isDisabled}
          >
            {submit}
          </Button>
        </>
      }
    >
      {/* Its fields take the keys; what comes up here is theirs. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form
        id={id}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isDisabled && !isPending) onSubmit();
        }}
        onKeyDown={(event) => {
          const isSent = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
          if (isSent && event.target instanceof HTMLTextAreaElement) {
            event.currentTarget.requestSubmit();
          }
        }}
      >
        {children}
        {error === null ? null : <Notice kind="bad">{error}</Notice>}
      </form>
    </Dialog>
  );
}

export type ConfirmDialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen and what will stay. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly isPending?: boolean;
  readonly error?: string | null;
};

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({
  isOpen,
  onClose,
  title,
  children,
  confirm,
  onConfirm,
  isPending = false,
  error = null,
}: ConfirmDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      size="small"
      role="alertdialog"
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            {say.act.cancel}
          </Button>
          <Button kind="danger" onPress={onConfirm} isPending={isPending}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className="stack">
        {children}
        {error === null ? null : <Notice kind="bad">{error}</Notice>}
      </div>
    </Dialog>
  );
}
