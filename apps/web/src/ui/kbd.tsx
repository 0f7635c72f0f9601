import type { ReactNode } from 'react';

/** A key of the keyboard, as it stands on its cap. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd>{children}</kbd>;
}
