import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { AnyRoute } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { makeQueryClient } from './api/queries.ts';
import { followOffers } from './device/follow-offers.ts';
import { followSharedOffers } from './device/share-offers.ts';
import { followServer } from './device/follow-server.ts';
import './look/fonts.ts';
import './look/tokens.css';
import './look/base.css';
import { applyTheme, rememberedTheme } from './look/theme.ts';
import { makeRouter } from './router.tsx';
import { askBeforeLoss } from './shell/ask-before-loss.ts';
import { fetchAllCode } from './shell/fetch-all-code.ts';
import { KeptWork } from './shell/kept-work.tsx';
import { refusePartsOfPastes } from './shell/whole-pastes.ts';
import { ToastRegion } from './ui/index.ts';

applyTheme(rememberedTheme());

const queryClient = makeQueryClient();
const router = makeRouter(queryClient);
followServer({ queryClient, router });
followOffers();
followSharedOffers();

// The code of the page that is asked for comes while the server says who is signed in.
const routes: Readonly<Record<string, AnyRoute>> = router.routesById;
for (const match of router.matchRoutes(router.latestLocation) as readonly { routeId: string }[]) {
  const route = routes[match.routeId];
  if (route !== undefined) void router.loadRouteChunk(route)?.catch(() => undefined);
}

fetchAllCode();
refusePartsOfPastes();
askBeforeLoss();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      <KeptWork />
      <ToastRegion />
    </QueryClientProvider>
  </StrictMode>,
);

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
