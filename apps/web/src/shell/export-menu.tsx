import { Download } from 'lucide-react';
import { Button, Menu } from '../ui/index.ts';

const FORMATS = ['xlsx', 'csv', 'json'] as const;
export type ExportFormat = (typeof FORMATS)[number];

/** Files to keep, each as one's programs read them. */
export function ExportMenu({
  words,
  pathOf,
}: {
  readonly words: Readonly<
    Record<'label' | 'button' | ExportFormat | `${ExportFormat}Hint`, string>
  >;
  readonly pathOf: (as: ExportFormat) => string;
}) {
  return (
    <Menu
      label={words.label}
      trigger={<Button icon={<Download size={14} aria-hidden="true" />}>{words.button}</Button>}
      entries={FORMATS.map((as) => ({
        id: as,
        label: words[as],
        hint: words[`${as}Hint`],
        onAction: () => location.assign(pathOf(as)),
      }))}
    />
  );
}
