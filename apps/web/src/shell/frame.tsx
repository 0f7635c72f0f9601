import { PanelLeft, PanelRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components';
import { say } from '../messages.ts';
import { IconButton } from '../ui/index.ts';
import { DeviceBar } from './device-bar.tsx';
import type { HeaderProps } from './header.tsx';
import { Header } from './header.tsx';
import { useDocumentTitle, useMediaQuery } from './use-media-query.ts';
import './frame.css';

export type FrameProps = HeaderProps & {
  /** Where I am: a column from 901 px on, a drawer below. */
  readonly left?: ReactNode;
  readonly leftLabel?: string;
  /** What is said about the words: a column from 601 px on, a drawer below. */
  readonly right?: ReactNode;
  readonly rightLabel?: string;
  /** Keys and passing facts, in one line at the foot. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
  /** A class of the page's own, by which its style sheet sets the columns. */
  readonly className?: string;
  /** The main column scrolls as a whole unless the page arranges that itself. */
  readonly scroll?: 'page' | 'own';
};

/** The three columns of every page under the header. The middle never moves when the others change. */
export function Frame({
  left,
  leftLabel,
  right,
  rightLabel,
  footer,
  children,
  className = '',
  scroll = 'page',
  ...header
}: FrameProps) {
  const leftInDrawer = useMediaQuery('(max-width: 900px)');
  const rightInDrawer = useMediaQuery('(max-width: 600px)');
  const [open, setOpen] = useState<'left' | 'right' | null>(null);
  useDocumentTitle([header.page, header.project?.title]);
  const leftName = leftLabel ?? say.ui.leftColumn;
  const rightName = rightLabel ?? say.ui.rightColumn;
  return (
    <div className={`frame ${className}`}>
      <a className="skip" href="#main">
        {say.ui.skip}
      </a>
      <Header
        {...header}
        before={
          left !== undefined && leftInDrawer ? (
            <IconButton
              icon={<PanelLeft size={17} />}
              label={say.ui.openLeft}
              onPress={() => setOpen('left')}
            />
          ) : null
        }
        after={
          right !== undefined && rightInDrawer ? (
            <IconButton
              icon={<PanelRight size={17} />}
              label={say.ui.openRight}
              onPress={() => setOpen('right')}
            />
          ) : null
        }
      />
      <div className="frame-columns">
        {left !== undefined && !leftInDrawer ? (
          <nav className="frame-left" aria-label={leftName}>
            {left}
          </nav>
        ) : null}
        <main id="main" className={`frame-main ${scroll}`} tabIndex={-1}>
          {children}
        </main>
        {right !== undefined && !rightInDrawer ? (
          <aside className="frame-right" aria-label={rightName}>
            {right}
          </aside>
        ) : null}
      </div>
      <DeviceBar />
      {footer === undefined ? null : <footer className="frame-foot">{footer}</footer>}
      <Drawer
        side="left"
        label={leftName}
        isOpen={leftInDrawer && open === 'left'}
        onClose={() => setOpen(null)}
      >
        {left}
      </Drawer>
      <Drawer
        side="right"
        label={rightName}
        isOpen={rightInDrawer && open === 'right'}
        onClose={() => setOpen(null)}
      >
        {right}
      </Drawer>
    </div>
  );
}

function Drawer({
  side,
  label,
  isOpen,
  onClose,
  children,
}: {
  readonly side: 'left' | 'right';
  readonly label: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <ModalOverlay
      isDismissable
      isOpen={isOpen}
      onOpenChange={(next) => (next ? undefined : onClose())}
      className="drawer-overlay"
    >
      <Modal className={`drawer ${side}`}>
        <AriaDialog aria-label={label} className="drawer-dialog">
          {/*
           * A link inside leads elsewhere: the drawer has then done its work. After the link itself,
           * which is gone with the drawer: the browser would load the page anew.
           */}
          <div
            role="presentation"
            onClick={(event) => {
              if (event.target instanceof Element && event.target.closest('a[href]') !== null)
                onClose();
            }}
          >
            {children}
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
