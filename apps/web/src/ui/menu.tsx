import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
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

/** A button (`trigger`, a Button or IconButton) that opens a list of acts. */
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
                <Text slot="label" className="grow">
                  {entry.label}
                </Text>
                {entry.shortcut === undefined ? null : <Kbd>{entry.shortcut}</Kbd>}
              </span>
              {entry.hint === undefined ? null : (
                <Text slot="description" className="menu-hint">
                  {entry.hint}
                </Text>
              )}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
