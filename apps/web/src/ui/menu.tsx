import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Kbd } from './kbd.tsx';
import './menu.css';

export type MenuEntry = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly isDisabled?: boolean;
  /** Loss: drawn in red. */
  readonly danger?: boolean;
  readonly onAction: () => void;
};

/**
 * A button (`trigger`, a Button or IconButton) that opens a list of acts. An act is named by all
 * that is written in it, its hint too, so that who speaks to the screen can say what they read.
 */
export function Menu({
  label,
  trigger,
  entries,
}: {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly entries: readonly MenuEntry[];
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" placement="bottom end" offset={4}>
        <AriaMenu className="menu" aria-label={label}>
          {entries.map((entry) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              className={`menu-item ${entry.danger === true ? 'danger' : ''}`}
              isDisabled={entry.isDisabled ?? false}
              onAction={entry.onAction}
            >
              <span className="row">
                {entry.icon}
                <span className="grow">{entry.label}</span>
                {entry.shortcut === undefined ? null : <Kbd>{entry.shortcut}</Kbd>}
              </span>
              {entry.hint === undefined ? null : <span className="menu-hint">{entry.hint}</span>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
