import { FootKeys } from '../../annotator/foot.tsx';
import { keyLabel } from '../../annotator/keys.ts';
import { agreement } from '../../messages/agreement.ts';
import { Dialog, Kbd } from '../../ui/index.ts';
import type { PageKey, PlaceCommand, PlaceKey } from './place-keys.ts';
import { firstKeyOf } from './place-keys.ts';

const words = agreement.keys;
const HINTS: readonly { readonly commands: readonly PlaceCommand[]; readonly label: string }[] = [
  { commands: ['next', 'previous'], label: agreement.place.step },
  { commands: ['flag'], label: agreement.flag.key },
  { commands: ['comment'], label: agreement.talk.key },
];

/** Keys where they work, and what was just done. */
export function PlaceFoot({
  table,
  said,
  onHelp,
}: {
  readonly table: readonly PlaceKey[];
  readonly said: string;
  readonly onHelp: () => void;
}) {
  const keyOf = (command: PlaceCommand): string | undefined => firstKeyOf(table, command);
  const hints = HINTS.map(({ commands, label }) => ({
    keys: commands.map(keyOf).filter((key) => key !== undefined),
    label,
  })).filter(({ keys }) => keys.length > 0);
  return <FootKeys {...{ hints, said, onHelp }} help={keyOf('help')} helpLabel={words.all} />;
}

/** All keys of a page; what it shares with the annotator is changed there. */
export function PlaceKeysSheet<Command extends string>({
  table,
  labels,
  onClose,
}: {
  readonly table: readonly PageKey<Command>[];
  readonly labels: Readonly<Record<Command, string>>;
  readonly onClose: () => void;
}) {
  return (
    <Dialog isOpen onClose={onClose} title={words.title} lead={words.lead}>
      <dl className="place-keys">
        {table.map(({ id, keys }) => (
          <div key={id}>
            <dt>{labels[id]}</dt>
            <dd>
              {keys.length === 0 ? <span className="faint">{words.off}</span> : null}
              {keys.map((key) => (
                <Kbd key={key}>{keyLabel(key)}</Kbd>
              ))}
            </dd>
          </div>
        ))}
        <div>
          <dt>{words.scroll}</dt>
          <dd>
            <Kbd>↑</Kbd>
            <Kbd>↓</Kbd>
          </dd>
        </div>
      </dl>
    </Dialog>
  );
}
