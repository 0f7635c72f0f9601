import { useEffect } from 'react';
import { annotator as words } from '../messages/annotator.ts';
import { editing } from '../messages/editing.ts';
import { Kbd } from '../ui/index.ts';
import type { CommandId, Shortcut } from './keys.ts';
import { keyLabel } from './keys.ts';
import type { AnnotatorSession } from './session.ts';
import type { Signal } from './signal.ts';
import { useLater, useSignal } from './signal.ts';
import { formatTime } from './time.ts';

type Hint = {
  readonly commands: readonly CommandId[];
  readonly label: string;
  /** Acts on a layer of one's own. */
  readonly codes: boolean;
};

const HINTS: readonly Hint[] = [
  { commands: ['mark-C', 'mark-M', 'mark-O'], label: words.foot.code, codes: true },
  { commands: ['sketch'], label: words.foot.sketch, codes: true },
  { commands: ['memo'], label: words.foot.memo, codes: true },
  { commands: ['start-back', 'end-forward'], label: words.foot.boundary, codes: true },
  { commands: ['next', 'previous'], label: words.foot.step, codes: false },
  { commands: ['comment'], label: words.foot.comment, codes: false },
];

/** While the text is edited letters are letters. */
const EDIT_HINTS = [
  { keys: ['Enter'], label: editing.keys.paragraph },
  { keys: ['Mod+Enter'], label: editing.keys.turn },
  { keys: ['Backspace'], label: editing.keys.join },
  { keys: ['Mod+z'], label: editing.keys.undo },
  { keys: ['Escape'], label: editing.keys.done },
];

/** How long a passing sentence stays, milliseconds. */
const SAID_MS = 8_000;

/** Keys where they work, what was just done, and where the others are. */
export function Foot({
  session,
  shortcuts,
  isBlind,
  said,
  onHelp,
}: {
  readonly session: AnnotatorSession;
  readonly shortcuts: readonly Shortcut[];
  /** There is no talk then. */
  readonly isBlind: boolean;
  readonly said: Signal<string>;
  readonly onHelp: () => void;
}) {
  const sentence = useSignal(said);
  useEffect(() => {
    if (sentence === '') return;
    const timer = setTimeout(() => said.set(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [sentence, said]);
  const isEditing = useSignal(session.editing.state) === 'on';
  const keysOf = (command: CommandId): string | undefined =>
    shortcuts.find(({ id }) => id === command)?.keys[0];
  const coding = HINTS.filter(({ codes }) => session.canCode || !codes)
    .filter(({ commands }) => !isBlind || !commands.includes('comment'))
    .map(({ commands, label }) => ({
      keys: commands.map(keysOf).filter((key) => key !== undefined),
      label,
    }))
    .filter(({ keys }) => keys.length > 0);
  const hints = isEditing ? EDIT_HINTS : coding;
  const help = keysOf('help');
  return (
    <>
      <FootKeys
        {...{ hints, help, onHelp }}
        none={words.foot.lettersOff}
        helpLabel={words.foot.help}
        said={sentence}
      />
      <Readers session={session} />
    </>
  );
}

/** Keys where they work, the way to all of them, and what was just done. */
export function FootKeys({
  hints,
  none = null,
  help,
  helpLabel,
  onHelp,
  said,
}: {
  readonly hints: readonly { readonly keys: readonly string[]; readonly label: string }[];
  /** In place of the hints where all letters are off. */
  readonly none?: string | null;
  /** Its key, unless that is off. */
  readonly help: string | undefined;
  readonly helpLabel: string;
  readonly onHelp: () => void;
  readonly said: string;
}) {
  return (
    <>
      <span className="foot-hints">
        {hints.length === 0 && none !== null ? <span>{none}</span> : null}
        {hints.map(({ keys, label }) => (
          <span key={label} className="foot-hint">
            {keys.map((key) => (
              <Kbd key={key}>{keyLabel(key)}</Kbd>
            ))}
            {label}
          </span>
        ))}
      </span>
      <button type="button" className="foot-help" onClick={onHelp}>
        {help === undefined ? null : <Kbd>{keyLabel(help)}</Kbd>}
        {helpLabel}
      </button>
      <span className="grow" />
      <span className="foot-said" role="status">
        {said}
      </span>
    </>
  );
}

function Readers({ session }: { readonly session: AnnotatorSession }) {
  const colleagues = useLater(session.colleagues);
  const ready = useLater(session.ready);
  const first = colleagues[0];
  if (!ready || first === undefined) return null;
  return (
    <span className="foot-readers">
      {words.foot.reading(session.nameOf(first.member), timeAt(session, first.reading?.[0] ?? 0))}
      {colleagues.length > 1 ? ` +${colleagues.length - 1}` : ''}
    </span>
  );
}

function timeAt(session: AnnotatorSession, offsetUtf16: number): string {
  const turn = session.index.turns.findLast(
    ({ startUtf16, startSeconds }) => startUtf16 <= offsetUtf16 && startSeconds !== null,
  );
  return turn === undefined || turn.startSeconds === null ? '' : formatTime(turn.startSeconds);
}
