import type { PreviewAnswer } from '@triad/collab';
import { CornerDownLeft } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { say } from '../../messages.ts';
import { Button } from '../../ui/index.ts';

const FIRST = 12;

/** What the importer was unsure of; each leads to its line. */
export function WarningsList({
  warnings,
  onJump,
}: {
  readonly warnings: PreviewAnswer['warnings'];
  readonly onJump: (line: number) => void;
}) {
  const [all, setAll] = useState(false);
  const words = say.importing;
  if (warnings.length === 0) return null;
  const shown = all ? warnings : warnings.slice(0, FIRST);
  return (
    <section className="stack tight" aria-labelledby="import-warnings">
      <h2 id="import-warnings" className="label">
        {words.warnings} <span className="num">{warnings.length}</span>
      </h2>
      <p className="small muted">{words.warningsLead}</p>
      <ul className="warnings">
        {shown.map(({ code, message, line }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the list never changes
          <li key={`${code}/${index}`}>
            {line === null ? (
              <span className="warning">{message}</span>
            ) : (
              <AriaButton className="warning" onPress={() => onJump(line)}>
                <span>{message}</span>
                <span className="small faint num warning-line">
                  {words.line(line)} <CornerDownLeft size={12} aria-hidden="true" />
                </span>
              </AriaButton>
            )}
          </li>
        ))}
      </ul>
      {shown.length < warnings.length ? (
        <div>
          <Button kind="quiet" onPress={() => setAll(true)}>
            {words.showAll(warnings.length)}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
