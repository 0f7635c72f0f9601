import type { ReactNode } from 'react';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Button as AriaButton } from 'react-aria-components';
import { Kbd } from './kbd.tsx';
import { Tooltip } from './tooltip.tsx';
import './button.css';

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'style'> & {
  readonly children: ReactNode;
  /** `primary` once a page; `quiet` without a border; `danger` for loss alone. */
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly icon?: ReactNode;
  /** The key that does the same; shown on the button. */
  readonly shortcut?: string;
  readonly className?: string;
};

/** A button with words, and an icon and a key where they help. */
export function Button({
  kind = 'plain',
  icon,
  shortcut,
  children,
  className = '',
  isPending = false,
  ...rest
}: ButtonProps) {
  /* While it waits it keeps the focus and its name, and does nothing. */
  const waiting = { 'aria-disabled': true, type: 'button', onPress: () => undefined } as const;
  return (
    <AriaButton
      {...rest}
      {...(isPending ? waiting : {})}
      className={`btn ${kind} ${isPending ? 'pending' : ''} ${className}`}
    >
      {icon}
      <span className="btn-label">{children}</span>
      {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
    </AriaButton>
  );
}

export type IconButtonProps = Omit<
  AriaButtonProps,
  'className' | 'children' | 'style' | 'aria-label'
> & {
  readonly icon: ReactNode;
  /** Its accessible name and its tooltip. */
  readonly label: string;
  readonly shortcut?: string;
};

/** A button that shows an icon alone; its name appears as a tooltip. */
export function IconButton({ icon, label, shortcut, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <AriaButton {...rest} aria-label={label} className="btn quiet icon-btn">
        {icon}
      </AriaButton>
    </Tooltip>
  );
}
