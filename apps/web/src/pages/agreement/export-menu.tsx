import { ROUTES } from '@triad/collab';
import { Download } from 'lucide-react';
import { fillPath } from '../../api/client.ts';
import { agreement } from '../../messages/agreement.ts';
import { Button, Menu } from '../../ui/index.ts';

const words = agreement.export;

/** Files to keep, of the transcripts that are shown. */
export function ExportMenu({
  project,
  transcripts,
}: {
  readonly project: string;
  readonly transcripts: readonly string[];
}) {
  return (
    <Menu
      label={words.label}
      trigger={<Button icon={<Download size={14} aria-hidden="true" />}>{words.button}</Button>}
      entries={(['xlsx', 'csv', 'json'] as const).map((as) => ({
        id: as,
        label: words[as],
        hint: words[`${as}Hint`],
        onAction: () =>
          location.assign(
            fillPath(
              ROUTES.exportAgreement.path,
              { project },
              { as, ...(transcripts.length === 0 ? {} : { transcripts: transcripts.join() }) },
            ),
          ),
      }))}
    />
  );
}
