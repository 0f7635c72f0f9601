import { keyLabel } from '../../annotator/keys.ts';
import { Dialog, Kbd } from '../../ui/index.ts';
import type { PageKey } from './page-keys.ts';
import './keys-sheet.css';

/** All keys of a page; what it shares with the annotator is changed there. */
export function KeysSheet<Command extends string>({
  table,
  labels,
  words,
  scroll,
  onClose,
}: {
  readonly table: readonly PageKey<Command>[];
  readonly labels: Readonly<Record<Command, string>>;
  readonly words: { readonly [word in 'title' | 'lead' | 'off']: string };
  /** What the arrows do, where they scroll a text. */
  readonly scroll?: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog isOpen onClose={onClose} title={words.title} lead={words.lead}>
      <dl className="page-keys">
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
        {scroll === undefined ? null : (
          <div>
            <dt>{scroll}</dt>
            <dd>
              <Kbd>↑</Kbd>
              <Kbd>↓</Kbd>
            </dd>
          </div>
        )}
      </dl>
    </Dialog>
  );
}
