import type { Colleague } from '../../annotator/colleagues.ts';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import type { Place } from '../agreement/places.ts';
import type { FootHint } from '../keys/page-foot.tsx';
import { PageFoot } from '../keys/page-foot.tsx';
import type { DecideCommand, DecideKey } from './decide-keys.ts';

const READS: readonly FootHint<DecideCommand>[] = [
  { commands: ['next', 'previous'], label: words.keys.step },
];
const DECIDES: typeof READS = [
  ...READS,
  { commands: ['take-1', 'take-2'], label: words.keys.take },
  { commands: ['reason'], label: words.keys.reason },
  { commands: ['undo'], label: words.keys.undo },
];

/** Keys where they work, what was just done, and where the other leads are. */
export function DecideFoot({
  table,
  said,
  mayDecide,
  places,
  others,
  nameOf,
  onHelp,
}: {
  readonly table: readonly DecideKey[];
  readonly said: string;
  readonly mayDecide: boolean;
  readonly places: readonly Place[];
  readonly others: readonly Colleague[];
  readonly nameOf: (member: string) => string;
  readonly onHelp: () => void;
}) {
  const deciding = others.flatMap(({ member, place }) => {
    const at = typeof place !== 'string' ? -1 : places.findIndex(({ id }) => id === place);
    return at < 0 ? [] : [{ member, at }];
  });
  const [first] = deciding;
  return (
    <>
      <PageFoot
        {...{ table, said, onHelp }}
        hints={mayDecide ? DECIDES : READS}
        helpLabel={words.keys.all}
      />
      {first === undefined ? null : (
        <span className="foot-readers">
          {words.leads.at(nameOf(first.member), first.at + 1, places.length)}
          {deciding.length > 1 ? ` ${words.leads.more(deciding.length - 1)}` : ''}
        </span>
      )}
    </>
  );
}
