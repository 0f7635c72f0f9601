import { Outlet } from '@tanstack/react-router';
import { useTheme } from '../look/theme.ts';
import { rememberedTheme } from '../look/theme.ts';
import { useSession } from './session.ts';

/** What stands around every page. */
export function Root() {
  const { account } = useSession();
  useTheme(account?.preferences.theme ?? rememberedTheme());
  return <Outlet />;
}
