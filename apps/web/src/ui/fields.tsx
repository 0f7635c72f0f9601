import type { ReactNode } from 'react';
import type { TextFieldProps as AriaTextFieldProps } from 'react-aria-components';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';
import './fields.css';

export type TextFieldProps = Omit<AriaTextFieldProps, 'className' | 'children' | 'style'> & {
  readonly label: string;
  /** Under the field: what belongs here. */
  readonly hint?: ReactNode;
  /** What is wrong; replaces the hint. */
  readonly error?: string | null;
  readonly placeholder?: string;
  /** Lines of a field for longer text. */
  readonly rows?: number;
  /** The label is read out and not drawn. */
  readonly hideLabel?: boolean;
};

/** One line of text, or several with `rows`. */
export function TextField({
  label,
  hint,
  error,
  placeholder,
  rows,
  hideLabel = false,
  ...rest
}: TextFieldProps) {
  const message = error ?? null;
  return (
    <AriaTextField {...rest} isInvalid={message !== null} className="field">
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      {rows === undefined ? (
        <Input
          className="input"
          dir="auto"
          {...(placeholder === undefined ? {} : { placeholder })}
        />
      ) : (
        <TextArea
          className="input"
          dir="auto"
          rows={rows}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
      )}
      {message === null && hint !== undefined ? (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="field-error">{message ?? undefined}</FieldError>
    </AriaTextField>
  );
}
