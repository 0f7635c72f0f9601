import { ROUTES } from '@triad/collab';
import { Download } from 'lucide-react';
import { fillPath } from '../../api/client.ts';
import { signing } from '../../messages/signing.ts';
import { Button, Menu } from '../../ui/index.ts';

const words = signing.export;

/** The record of what was said, to keep. */
export function ExportMenu({ project }: { readonly project: string }) {
  return (
    <Menu
      label={words.label}
      trigger={<Button icon={<Download size={14} aria-hidden="true" />}>{words.button}</Button>}
      entries={(['xlsx', 'csv', 'json'] as const).map((as) => ({
        id: as,
        label: words[as],
        hint: words[`${as}Hint`],
        onAction: () => location.assign(fillPath(ROUTES.exportSignOffs.path, { project }, { as })),
      }))}
    />
  );
}
