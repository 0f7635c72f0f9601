import type { MemberAnswer } from '@triad/collab';
import { METHOD_DEFAULTS } from '@triad/collab';
import { MECHANISM_FORMS, RESTATEMENT_FORMS } from '@triad/realist';
import { method as words } from '../../messages/method.ts';
import { say } from '../../messages.ts';
import { CheckboxGroup, RadioGroup, Select, Switch } from '../../ui/index.ts';
import { NumberField } from './number-field.tsx';
import type { MethodDraft } from './method-draft.ts';
import { STRATEGY_KINDS } from './method-strategy.ts';

const QUORUMS = ['majority', 'all', 'number'] as const;
const ROLES = ['I', 'A'] as const;
const DEFAULTS = METHOD_DEFAULTS;

/** Every setting, with what it changes and what holds unless somebody changes it. */
export function MethodFields({
  draft,
  members,
  isReadOnly,
  onChange,
}: {
  readonly draft: MethodDraft;
  readonly members: readonly MemberAnswer[];
  readonly isReadOnly: boolean;
  readonly onChange: (change: Partial<MethodDraft>) => void;
}) {
  const { settings, strategy, quorumNumber } = draft;
  const set = (change: Partial<MethodDraft['settings']>): void =>
    onChange({ settings: { ...settings, ...change } });
  const coders = members.filter(({ removedAt, id, roles }) =>
    removedAt === null ? roles.includes('coder') : id === strategy.coder,
  );
  const present = members.filter(({ removedAt }) => removedAt === null).length;
  return (
    <>
      <div className="stack tight">
        <RadioGroup
          label={words.strategy}
          hint={words.strategyHint}
          value={strategy.kind}
          choices={STRATEGY_KINDS.map((value) => ({
            value,
            label: words.strategies[value],
            hint: words.strategyWhat[value],
            isDisabled: isReadOnly,
          }))}
          onChange={(kind) => onChange({ strategy: { ...strategy, kind } })}
        />
        {strategy.kind === 'at-least' ? (
          <NumberField
            label={words.atLeast}
            value={strategy.number}
            most={999}
            isDisabled={isReadOnly}
            onChange={(number) => onChange({ strategy: { ...strategy, number } })}
          />
        ) : null}
        {strategy.kind === 'coder' ? (
          <Select
            label={words.coder}
            value={strategy.coder}
            choices={coders.map(({ id, name }) => ({ value: id, label: name }))}
            isDisabled={isReadOnly}
            onChange={(coder) => onChange({ strategy: { ...strategy, coder } })}
          />
        ) : null}
        <Default what={words.strategies.majority} />
      </div>
      <div className="stack tight">
        <RadioGroup
          label={words.quorum}
          hint={words.quorumHint}
          value={settings.quorum.kind}
          choices={QUORUMS.map((value) => ({
            value,
            label: words.quorums[value],
            isDisabled: isReadOnly,
          }))}
          onChange={(kind) =>
            set({ quorum: kind === 'number' ? { kind, number: quorumNumber } : { kind } })
          }
        />
        {settings.quorum.kind === 'number' ? (
          <NumberField
            label={words.quorumNumber}
            value={quorumNumber}
            most={200}
            isDisabled={isReadOnly}
            onChange={(number) => onChange({ quorumNumber: number })}
          />
        ) : null}
        {settings.quorum.kind === 'number' && quorumNumber > present ? (
          <p className="small muted" role="status">
            {words.quorumBeyond(present)}
          </p>
        ) : null}
        <Default what={words.quorums[DEFAULTS.quorum.kind]} />
      </div>
      <div className="stack tight">
        <RadioGroup
          label={words.mechanism}
          hint={words.mechanismHint}
          value={settings.mechanism}
          choices={MECHANISM_FORMS.map((value) => ({
            value,
            label: words.mechanisms[value],
            isDisabled: isReadOnly,
          }))}
          onChange={(mechanism) => set({ mechanism })}
        />
        <Default what={words.mechanisms[DEFAULTS.mechanism]} />
      </div>
      <div className="stack tight">
        <RadioGroup
          label={words.form}
          hint={words.formHint}
          value={settings.form}
          choices={RESTATEMENT_FORMS.map((value) => ({
            value,
            label: words.forms[value],
            isDisabled: isReadOnly,
          }))}
          onChange={(form) => set({ form })}
        />
        <Default what={words.forms[DEFAULTS.form]} />
      </div>
      <div className="stack tight">
        <Switch
          isSelected={settings.inferred}
          hint={words.inferredHint}
          isDisabled={isReadOnly}
          onChange={(inferred) => set({ inferred })}
        >
          {words.inferred}
        </Switch>
        <Default what={words.on} />
      </div>
      <div className="stack tight">
        <CheckboxGroup
          label={words.roles}
          hint={words.rolesHint}
          value={settings.roles}
          choices={ROLES.map((value) => ({
            value,
            label: say.roles[value],
            hint: words.roleHint[value],
            isDisabled: isReadOnly,
          }))}
          onChange={(roles) => set({ roles: [...roles] })}
        />
        <Default what={words.rolesNone} />
      </div>
    </>
  );
}

function Default({ what }: { readonly what: string }) {
  const shown = what.charAt(0).toLowerCase() + what.slice(1);
  return <p className="faint small">{words.byDefault(shown)}</p>;
}
