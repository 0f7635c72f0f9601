import type { CandidateAnswer } from '@triad/collab';
import { keyLabel } from '../../annotator/keys.ts';
import { consolidating } from '../../messages/consolidating.ts';
import { Button } from '../../ui/index.ts';
import { firstKeyOf } from '../keys/page-keys.ts';
import type { PageKey } from '../keys/page-keys.ts';
import type { CandidateCommand } from './candidate-keys.ts';

const words = consolidating.act;

/** What a lead can do with a candidate. */
export function CandidateActs({
  candidate: { state },
  table,
  mayChange,
  isBusy,
  isFirst,
  onAccept,
  onAdd,
  onAside,
  onReopen,
}: {
  readonly candidate: CandidateAnswer;
  readonly table: readonly PageKey<CandidateCommand>[];
  readonly mayChange: boolean;
  readonly isBusy: boolean;
  /** Of two side by side the keys are the first one's. */
  readonly isFirst: boolean;
  readonly onAccept: () => void;
  readonly onAdd: () => void;
  readonly onAside: () => void;
  readonly onReopen: () => void;
}) {
  if (!mayChange) return null;
  const shortcut = (command: CandidateCommand): { readonly shortcut?: string } => {
    const key = firstKeyOf(table, command);
    return !isFirst || key === undefined ? {} : { shortcut: keyLabel(key) };
  };
  if (state !== 'open') {
    return state === 'accepted' ? null : (
      <div className="row wrap candidate-acts">
        <Button onPress={onReopen} isDisabled={isBusy}>
          {words.reopen}
        </Button>
      </div>
    );
  }
  return (
    <div className="row wrap candidate-acts">
      <Button
        kind={isFirst ? 'primary' : 'plain'}
        onPress={onAccept}
        isDisabled={isBusy}
        {...shortcut('accept')}
      >
        {words.accept}
      </Button>
      {isFirst ? (
        <>
          <Button onPress={onAdd} isDisabled={isBusy} {...shortcut('add')}>
            {words.add}
          </Button>
          <Button onPress={onAside} isDisabled={isBusy} {...shortcut('set-aside')}>
            {words.aside}
          </Button>
        </>
      ) : null}
    </div>
  );
}
