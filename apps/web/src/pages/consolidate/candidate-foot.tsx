import { FootKeys } from '../../annotator/foot.tsx';
import { keyLabel } from '../../annotator/keys.ts';
import { consolidating } from '../../messages/consolidating.ts';
import { Dialog, Kbd } from '../../ui/index.ts';
import type { CandidateCommand, CandidateKey } from './candidate-keys.ts';

const words = consolidating.keys;
const HINTS: readonly {
  readonly commands: readonly CandidateCommand[];
  readonly label: string;
  /** Only leads do it. */
  readonly changes: boolean;
}[] = [
  { commands: ['next', 'previous'], label: words.step, changes: false },
  { commands: ['accept'], label: words.acceptShort, changes: true },
  { commands: ['add'], label: words.addShort, changes: true },
  { commands: ['set-aside'], label: words.asideShort, changes: true },
];

/** Keys where they work, and what was just done. */
export function CandidateFoot({
  table,
  mayChange,
  said,
  onHelp,
}: {
  readonly table: readonly CandidateKey[];
  readonly mayChange: boolean;
  readonly said: string;
  readonly onHelp: () => void;
}) {
  const keyOf = (command: CandidateCommand): string | undefined =>
    table.find(({ id }) => id === command)?.keys[0];
  const hints = HINTS.filter(({ changes }) => mayChange || !changes)
    .map(({ commands, label }) => ({
      keys: commands.map(keyOf).filter((key) => key !== undefined),
      label,
    }))
    .filter(({ keys }) => keys.length > 0);
  return <FootKeys {...{ hints, said, onHelp }} help={keyOf('help')} helpLabel={words.all} />;
}

/** All keys of the page. */
export function CandidateKeysSheet({
  table,
  onClose,
}: {
  readonly table: readonly CandidateKey[];
  readonly onClose: () => void;
}) {
  return (
    <Dialog isOpen onClose={onClose} title={words.title} lead={words.lead}>
      <dl className="key-sheet">
        {table.map(({ id, keys }) => (
          <div key={id}>
            <dt>{words[id]}</dt>
            <dd>
              {keys.length === 0 ? <span className="faint">{words.off}</span> : null}
              {keys.map((key) => (
                <Kbd key={key}>{keyLabel(key)}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
