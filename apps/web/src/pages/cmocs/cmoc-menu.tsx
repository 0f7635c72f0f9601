import { useNavigate } from '@tanstack/react-router';
import type { CmocListAnswer, CmocSummary } from '@triad/collab';
import { Archive, ArchiveRestore, Hash, MoreHorizontal, Split } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { cmocs } from '../../messages/cmocs.ts';
import { IconButton, Menu } from '../../ui/index.ts';

const PlaceDialog = lazy(() => import('./place-dialog.tsx'));
const RetireDialog = lazy(() => import('./retire-dialog.tsx'));
const words = cmocs.overview;

/** What a lead can do with a CMOC as a whole. */
export function CmocMenu({
  project,
  answer,
  cmoc,
}: {
  readonly project: string;
  readonly answer: CmocListAnswer;
  readonly cmoc: CmocSummary;
}) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'place' | 'retire' | null>(null);
  const close = (): void => setDialog(null);
  const isRetired = cmoc.state === 'retired';
  return (
    <>
      <Menu
        label={words.acts(cmoc.number)}
        trigger={<IconButton icon={<MoreHorizontal size={16} />} label={words.acts(cmoc.number)} />}
        entries={[
          {
            id: 'place',
            label: words.place,
            icon: <Hash size={14} aria-hidden="true" />,
            onAction: () => setDialog('place'),
          },
          ...(isRetired
            ? []
            : [
                {
                  id: 'divide',
                  label: words.divide,
                  icon: <Split size={14} aria-hidden="true" />,
                  onAction: () =>
                    void navigate({
                      to: '/projects/$project/cmocs/$cmoc',
                      params: { project, cmoc: cmoc.id },
                      search: { divide: true },
                    }),
                },
              ]),
          {
            id: 'retire',
            label: isRetired ? words.unretire : words.retire,
            icon: isRetired ? (
              <ArchiveRestore size={14} aria-hidden="true" />
            ) : (
              <Archive size={14} aria-hidden="true" />
            ),
            onAction: () => setDialog('retire'),
          },
        ]}
      />
      <Suspense>
        {dialog === 'place' ? (
          <PlaceDialog project={project} answer={answer} cmoc={cmoc} onClose={close} />
        ) : null}
        {dialog === 'retire' ? (
          <RetireDialog project={project} cmoc={cmoc} onClose={close} />
        ) : null}
      </Suspense>
    </>
  );
}
