import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { rememberedTheme, useTheme } from '../look/theme.ts';
import { useSession } from './session.ts';

/** What stands around every page. */
export function Root() {
  const { account } = useSession();
  useTheme(account?.preferences.theme ?? rememberedTheme());
  useFocusOnNewPage();
  return <Outlet />;
}

/*
 * A new page begins at its content, as a loaded one would: the focus goes there, unless the page
 * has put it somewhere itself.
 */
function useFocusOnNewPage(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation === undefined || !pathChanged) return;
        const main = document.querySelector('main');
        const { activeElement } = document;
        if (main === null || main.contains(activeElement)) return;
        if (activeElement?.closest('[role=dialog],[role=alertdialog]')) return;
        main.focus({ preventScroll: true });
      }),
    [router],
  );
}
