import type { ProjectAnswer } from '@triad/collab';
import { SlidersHorizontal } from 'lucide-react';
import { Suspense, lazy, useState } from 'react';
import { method } from '../../messages/method.ts';
import { Button } from '../../ui/index.ts';

const MethodDialog = lazy(() =>
  import('./method-dialog.tsx').then((module) => ({ default: module.MethodDialog })),
);

/** Leads to the settings of the method; leads change them, everybody can read them. */
export function MethodButton({ project }: { readonly project: ProjectAnswer }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        icon={<SlidersHorizontal size={14} aria-hidden="true" />}
        onPress={() => setOpen(true)}
      >
        {method.button}
      </Button>
      <Suspense>
        {isOpen ? <MethodDialog project={project} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </>
  );
}
