import { ChevronDown } from 'lucide-react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
} from 'react-aria-components';
import type { Choice } from './choices.tsx';
import './fields.css';
import './menu.css';

/** One of several, shown when asked for. */
export function Select<Value extends string>({
  label,
  hint,
  choices,
  value,
  onChange,
  placeholder,
  hideLabel = false,
  isDisabled = false,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly hideLabel?: boolean;
  readonly isDisabled?: boolean;
}) {
  return (
    <AriaSelect
      className="field"
      isDisabled={isDisabled}
      value={value}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(key) => {
        const choice = choices.find((one) => one.value === key);
        if (choice !== undefined) onChange(choice.value);
      }}
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Button className="btn select-btn">
        <SelectValue className="truncate select-value">
          {({ defaultChildren, isPlaceholder, selectedText }) =>
            isPlaceholder
              ? defaultChildren
              : (choices.find((one) => one.value === value)?.label ?? selectedText)
          }
        </SelectValue>
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
      {hint === undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <Popover className="popover" offset={4}>
        <ListBox className="menu">
          {choices.map((choice) => (
            <ListBoxItem
              key={choice.value}
              id={choice.value}
              textValue={choice.label}
              className="menu-item"
              isDisabled={choice.isDisabled ?? false}
            >
              {/* No slots: all that is written in it names the option. */}
              <span>{choice.label}</span>
              {choice.hint === undefined ? null : <span className="menu-hint">{choice.hint}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
