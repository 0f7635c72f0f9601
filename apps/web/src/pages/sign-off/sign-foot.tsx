import { FootKeys } from '../../annotator/foot.tsx';
import { keyLabel } from '../../annotator/keys.ts';
import { signing } from '../../messages/signing.ts';
import { Dialog, Kbd } from '../../ui/index.ts';
import type { SignCommand, SignKey } from './sign-keys.ts';
import '../../annotator/css/foot.css';

const words = signing.keys;
const HINTS: readonly { readonly commands: readonly SignCommand[]; readonly label: string }[] = [
  { commands: ['next', 'previous'], label: words.step },
  { commands: ['agree'], label: signing.acts.agree },
  { commands: ['comment'], label: signing.acts['agree-with-comment'] },
  { commands: ['object'], label: signing.acts.object },
  { commands: ['abstain'], label: signing.acts.abstain },
];

/** Keys where they work, and what was just done. */
export function SignFoot({
  table,
  said,
  onHelp,
}: {
  readonly table: readonly SignKey[];
  readonly said: string;
  readonly onHelp: () => void;
}) {
  const keyOf = (command: SignCommand): string | undefined =>
    table.find(({ id }) => id === command)?.keys[0];
  const hints = HINTS.map(({ commands, label }) => ({
    keys: commands.map(keyOf).filter((key) => key !== undefined),
    label,
  })).filter(({ keys }) => keys.length > 0);
  return <FootKeys {...{ hints, said, onHelp }} help={keyOf('help')} helpLabel={words.all} />;
}

/** All keys of the page. */
export function SignKeysSheet({
  table,
  onClose,
}: {
  readonly table: readonly SignKey[];
  readonly onClose: () => void;
}) {
  return (
    <Dialog isOpen onClose={onClose} title={words.title} lead={words.lead}>
      <dl className="sign-keys">
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
