import type { MarkRole } from '@triad/realist';
import { Flag } from 'lucide-react';
import type { ReactNode } from 'react';
import { keyLabel } from '../../annotator/keys.ts';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import { say } from '../../messages.ts';
import { Button, Checkbox, Kbd, RoleBadge } from '../../ui/index.ts';
import { shortened } from '../agreement/quote-pieces.ts';
import type { Place } from '../agreement/places.ts';
import type { DecideCommand } from './decide-keys.ts';
import type { Act, RoleKey } from './outcomes.ts';
import { ACTS, distinctSpans, isOfPlace, isPossible } from './outcomes.ts';

/** What an act still has to be told. */
export type Asking =
  | { readonly act: 'union' | 'intersection' }
  | { readonly act: 'both'; readonly spans: ReadonlySet<string> }
  | { readonly act: 'drawn' };

export type ActsProps = {
  readonly place: Place;
  /** What holds now. */
  readonly decided: Act | null;
  /** What Ctrl+Enter does. */
  readonly usual: Act | null;
  readonly keyOf: (command: DecideCommand) => string | undefined;
  readonly onAct: (act: Act) => void;
  readonly onFlag: () => void;
};

/** The acts on a place, each with its key. */
export function Acts({ place, decided, usual, keyOf, onAct, onFlag }: ActsProps) {
  const shortcut = (command: DecideCommand) => {
    const key = keyOf(command);
    return key === undefined ? {} : { shortcut: keyLabel(key) };
  };
  return (
    <div className="acts" role="group" aria-label={words.acts.label}>
      {ACTS.map((act) => (
        <Button
          key={act}
          kind={(decided ?? usual) === act ? 'primary' : 'plain'}
          isDisabled={!isPossible(act, place)}
          {...shortcut(act)}
          onPress={() => onAct(act)}
        >
          {words.act[act]}
        </Button>
      ))}
      <Button
        icon={<Flag size={13} aria-hidden="true" />}
        kind="quiet"
        {...shortcut('flag')}
        onPress={onFlag}
      >
        {words.acts.flag}
      </Button>
    </div>
  );
}

/** Asks for a role: by its letter, or by a press. */
function RoleChoice({
  label,
  usual,
  roles,
  areLettersOn,
  isDisabled,
  onRole,
  children,
}: {
  readonly label: string;
  /** What Enter takes. */
  readonly usual: MarkRole | null;
  readonly roles: readonly RoleKey[];
  readonly areLettersOn: boolean;
  readonly isDisabled: boolean;
  readonly onRole: (role: MarkRole) => void;
  /** The way out. */
  readonly children: ReactNode;
}) {
  return (
    <div className="row wrap" role="group" aria-label={label}>
      <b>{label}</b>
      {roles.map(([key, role]) => (
        <button
          key={role}
          type="button"
          className={`role-choice${role === usual ? ' usual' : ''}`}
          disabled={isDisabled}
          onClick={() => onRole(role)}
        >
          <RoleBadge role={role} decorative />
          {say.roles[role]}
          {areLettersOn ? <Kbd>{keyLabel(key)}</Kbd> : null}
        </button>
      ))}
      {usual === null ? null : (
        <span className="faint small">{words.acts.asUsual(say.roles[usual])}</span>
      )}
      {children}
    </div>
  );
}

/** What the act that was begun still needs, in place of the acts; Escape goes back to them. */
export function AskFor({
  place,
  text,
  asking,
  drawn,
  usual,
  roles,
  areLettersOn,
  nameOf,
  onRole,
  onTick,
  onSpans,
  onBack,
}: {
  readonly place: Place;
  readonly text: string;
  readonly asking: Asking;
  readonly drawn: { readonly startUtf16: number; readonly endUtf16: number } | null;
  readonly usual: MarkRole | null;
  /** That are offered. */
  readonly roles: readonly RoleKey[];
  readonly areLettersOn: boolean;
  readonly nameOf: (member: string) => string;
  readonly onRole: (role: MarkRole) => void;
  readonly onTick: (span: string) => void;
  readonly onSpans: () => void;
  readonly onBack: () => void;
}) {
  const back = (
    <Button kind="quiet" shortcut={keyLabel('Escape')} onPress={onBack}>
      {words.acts.cancel}
    </Button>
  );
  const isBeside = asking.act === 'drawn' && drawn !== null && !isOfPlace(drawn, place);
  return (
    <div className="asking">
      {asking.act === 'both' ? (
        <>
          <div className="stack tight" role="group" aria-label={words.acts.chooseSpans}>
            <b>{words.acts.chooseSpans}</b>
            {distinctSpans(place.spans).map(({ id, role, startUtf16, endUtf16, members }) => (
              <Checkbox
                key={id}
                isSelected={asking.spans.has(id)}
                onChange={() => onTick(id)}
                hint={members.map(nameOf).join(', ')}
              >
                <RoleBadge role={role} size="small" />{' '}
                <q className="asking-quote" dir="auto">
                  {shortened(text.slice(startUtf16, endUtf16))}
                </q>
              </Checkbox>
            ))}
          </div>
          <p className="faint small">{words.acts.spansHint}</p>
        </>
      ) : (
        <>
          {asking.act === 'drawn' ? (
            <>
              <p className="faint small">{words.acts.drawHint}</p>
              <p>
                {drawn === null ? (
                  <span className="muted">{words.acts.nothingDrawn}</span>
                ) : (
                  <>
                    <span className="faint">{words.acts.drawn}: </span>
                    <q className="asking-quote" dir="auto">
                      {shortened(text.slice(drawn.startUtf16, drawn.endUtf16))}
                    </q>
                  </>
                )}
              </p>
            </>
          ) : null}
          {isBeside ? <p className="muted">{words.acts.drawnBeside}</p> : null}
          <RoleChoice
            label={words.acts.chooseRoleOf(words.act[asking.act])}
            usual={usual}
            roles={roles}
            areLettersOn={areLettersOn}
            isDisabled={isBeside}
            onRole={onRole}
          >
            {back}
          </RoleChoice>
        </>
      )}
      {asking.act === 'both' ? (
        <div className="row">
          <Button kind="primary" isDisabled={asking.spans.size < 2} onPress={onSpans}>
            {words.acts.decideThese}
          </Button>
          {back}
        </div>
      ) : null}
    </div>
  );
}
