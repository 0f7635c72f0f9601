import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  FieldError,
  Label,
  Radio,
  RadioGroup as AriaRadioGroup,
  Switch as AriaSwitch,
  Text,
} from 'react-aria-components';
import './fields.css';

/** One thing that can be chosen: a value, its name, and a line that says what it means. */
export type Choice<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
  readonly isDisabled?: boolean;
};

/** Several of a few; e.g. the roles of a member. */
export function CheckboxGroup<Value extends string>({
  label,
  hint,
  error,
  choices,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly choices: readonly Choice<Value>[];
  readonly value: readonly Value[];
  readonly onChange: (value: readonly Value[]) => void;
}) {
  const message = error ?? null;
  return (
    <AriaCheckboxGroup
      className="field"
      value={[...value]}
      isInvalid={message !== null}
      onChange={(chosen) =>
        onChange(choices.map((choice) => choice.value).filter((one) => chosen.includes(one)))
      }
    >
      <Label className="field-label">{label}</Label>
      {hint === undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <div className="choices">
        {choices.map((choice) => (
          <Checkbox
            key={choice.value}
            value={choice.value}
            isDisabled={choice.isDisabled ?? false}
            hint={choice.hint}
          >
            {choice.label}
          </Checkbox>
        ))}
      </div>
      <FieldError className="field-error">{message ?? undefined}</FieldError>
    </AriaCheckboxGroup>
  );
}

/** A single yes or no, alone or in a {@link CheckboxGroup}. */
export function Checkbox({
  children,
  hint,
  value,
  isSelected,
  isDisabled = false,
  onChange,
}: {
  readonly children: ReactNode;
  readonly hint?: ReactNode;
  readonly value?: string;
  readonly isSelected?: boolean;
  readonly isDisabled?: boolean;
  readonly onChange?: (isSelected: boolean) => void;
}) {
  return (
    <AriaCheckbox
      className="choice"
      isDisabled={isDisabled}
      {...(value === undefined ? {} : { value })}
      {...(isSelected === undefined ? {} : { isSelected })}
      {...(onChange === undefined ? {} : { onChange })}
    >
      <span className="choice-box" aria-hidden="true">
        <Check size={12} strokeWidth={3} />
      </span>
      <span>
        <span className="choice-name">{children}</span>
        {hint === undefined ? null : <span className="choice-hint">{hint}</span>}
      </span>
    </AriaCheckbox>
  );
}

/** One of a few, all in view. */
export function RadioGroup<Value extends string>({
  label,
  hint,
  choices,
  value,
  onChange,
  orientation = 'vertical',
  hideLabel = false,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  /** `horizontal` draws one bar of buttons. */
  readonly orientation?: 'vertical' | 'horizontal';
  readonly hideLabel?: boolean;
}) {
  return (
    <AriaRadioGroup
      className="field"
      orientation={orientation}
      value={value}
      onChange={(chosen) => {
        const choice = choices.find((one) => one.value === chosen);
        if (choice !== undefined) onChange(choice.value);
      }}
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      {hint === undefined ? null : (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <div className={orientation === 'horizontal' ? 'segments' : 'choices'}>
        {choices.map((choice) =>
          orientation === 'horizontal' ? (
            <Radio
              key={choice.value}
              value={choice.value}
              className="segment"
              isDisabled={choice.isDisabled ?? false}
            >
              {choice.label}
            </Radio>
          ) : (
            <Radio
              key={choice.value}
              value={choice.value}
              className="choice"
              isDisabled={choice.isDisabled ?? false}
            >
              <span className="choice-dot" aria-hidden="true" />
              <span>
                <span className="choice-name">{choice.label}</span>
                {choice.hint === undefined ? null : (
                  <span className="choice-hint">{choice.hint}</span>
                )}
              </span>
            </Radio>
          ),
        )}
      </div>
    </AriaRadioGroup>
  );
}

/** On or off, at once. */
export function Switch({
  children,
  hint,
  isSelected,
  isDisabled = false,
  onChange,
}: {
  readonly children: ReactNode;
  readonly hint?: ReactNode;
  readonly isSelected: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isSelected: boolean) => void;
}) {
  return (
    <AriaSwitch
      className="choice"
      isSelected={isSelected}
      isDisabled={isDisabled}
      onChange={onChange}
    >
      <span className="switch-track" aria-hidden="true" />
      <span>
        <span className="choice-name">{children}</span>
        {hint === undefined ? null : <span className="choice-hint">{hint}</span>}
      </span>
    </AriaSwitch>
  );
}
