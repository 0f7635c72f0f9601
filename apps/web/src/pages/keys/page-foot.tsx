import { FootKeys } from '../../annotator/foot.tsx';
import type { PageKey } from './page-keys.ts';
import { firstKeyOf } from './page-keys.ts';
import '../../annotator/css/foot.css';

/** What the foot names: several commands that go together, in a word or two. */
export type FootHint<Command extends string> = {
  readonly commands: readonly Command[];
  readonly label: string;
};

/** Keys where they work, and what was just done. */
export function PageFoot<Command extends string>({
  table,
  hints,
  said,
  helpLabel,
  onHelp,
}: {
  readonly table: readonly PageKey<Command | 'help'>[];
  readonly hints: readonly FootHint<Command>[];
  readonly said: string;
  readonly helpLabel: string;
  readonly onHelp: () => void;
}) {
  const shown = hints
    .map(({ commands, label }) => ({
      keys: commands.map((id) => firstKeyOf(table, id)).filter((key) => key !== undefined),
      label,
    }))
    .filter(({ keys }) => keys.length > 0);
  return (
    <FootKeys {...{ said, helpLabel, onHelp }} hints={shown} help={firstKeyOf(table, 'help')} />
  );
}
