import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router';
import { blindRoundOf } from '@triad/collab';
import { queries } from './api/queries.ts';
import { placeFor } from './device/place-for.ts';
import { fetchReadingFonts } from './look/fonts.ts';
import { readDecisionSearch } from './pages/adjudicate/decision-search.ts';
import { readAgreementSearch, readPlaceSearch } from './pages/agreement/search.ts';
import { readCmocSearch, readCmocsSearch } from './pages/cmocs/search.ts';
import { readCandidateSearch } from './pages/consolidate/search.ts';
import { ErrorPage, NotFoundPage, PendingPage } from './pages/trouble-page.tsx';
import { ProjectLayout } from './pages/project/project-layout.tsx';
import { lazyPage } from './shell/lazy-page.tsx';
import { Root } from './shell/root.tsx';

type Context = { readonly queryClient: QueryClient };

const root = createRootRouteWithContext<Context>()({
  component: Root,
  beforeLoad: ({ context }) => context.queryClient.ensureQueryData(queries.session()),
});

/** Pages that need an account: without one to signing in, and to the first run before there is any. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(queries.session());
    if (session.account !== null) return;
    if (session.setupNeeded) throw redirect({ to: '/setup' });
    throw redirect({ to: '/sign-in', search: { next: location.href } });
  },
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyPage(() => import('./pages/entering/setup-page.tsx'), 'SetupPage'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { readonly next?: string } => readNext(search['next']),
  component: lazyPage(() => import('./pages/entering/sign-in-page.tsx'), 'SignInPage'),
});
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  component: lazyPage(() => import('./pages/entering/invite-page.tsx'), 'InvitePage'),
});

const review = createRoute({
  getParentRoute: () => root,
  path: '/review',
  component: lazyPage(() => import('./pages/review/review-page.tsx'), 'ReviewPage'),
});

const projects = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  loader: ({ context }) => context.queryClient.ensureQueryData(queries.projects()),
  component: lazyPage(() => import('./pages/projects-page.tsx'), 'ProjectsPage'),
});
const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyPage(() => import('./pages/account-page.tsx'), 'AccountPage'),
});

const project = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$project',
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(queries.project(params.project)),
  component: ProjectLayout,
});
const overview = createRoute({
  getParentRoute: () => project,
  path: '/',
  component: lazyPage(() => import('./pages/project/overview-page.tsx'), 'OverviewPage'),
});
const importing = createRoute({
  getParentRoute: () => project,
  path: '/import',
  component: lazyPage(() => import('./pages/import/import-page.tsx'), 'ImportPage'),
});
const members = createRoute({
  getParentRoute: () => project,
  path: '/members',
  component: lazyPage(() => import('./pages/members/members-page.tsx'), 'MembersPage'),
});
const rounds = createRoute({
  getParentRoute: () => project,
  path: '/rounds',
  component: lazyPage(() => import('./pages/rounds/rounds-page.tsx'), 'RoundsPage'),
});
const agreement = createRoute({
  getParentRoute: () => project,
  path: '/agreement',
  validateSearch: readAgreementSearch,
  component: lazyPage(() => import('./pages/agreement/agreement-page.tsx'), 'AgreementPage'),
});
const places = createRoute({
  getParentRoute: () => project,
  path: '/agreement/$transcript',
  validateSearch: readPlaceSearch,
  component: lazyPage(() => import('./pages/agreement/places-page.tsx'), 'PlacesPage'),
});
const adjudicateOverview = createRoute({
  getParentRoute: () => project,
  path: '/adjudicate',
  component: lazyPage(() => import('./pages/adjudicate/adjudicate-page.tsx'), 'AdjudicatePage'),
});
const adjudicate = createRoute({
  getParentRoute: () => project,
  path: '/adjudicate/$transcript',
  validateSearch: readDecisionSearch,
  component: lazyPage(() => import('./pages/adjudicate/decide-page.tsx'), 'DecidePage'),
});
const consolidate = createRoute({
  getParentRoute: () => project,
  path: '/consolidate',
  validateSearch: readCandidateSearch,
  component: lazyPage(() => import('./pages/consolidate/consolidate-page.tsx'), 'ConsolidatePage'),
});
const cmocs = createRoute({
  getParentRoute: () => project,
  path: '/cmocs',
  validateSearch: readCmocsSearch,
  component: lazyPage(() => import('./pages/cmocs/cmocs-page.tsx'), 'CmocsPage'),
});
const cmoc = createRoute({
  getParentRoute: () => project,
  path: '/cmocs/$cmoc',
  validateSearch: readCmocSearch,
  loader: async ({ context: { queryClient }, params: { project, cmoc }, preload }) => {
    // All at once: each would wait for the one before otherwise. What fails is told by the page.
    const members = queryClient.prefetchQuery(queries.members(project));
    const list = queryClient.prefetchQuery(queries.cmocs(project));
    const answer = queryClient.ensureQueryData(queries.cmoc(project, cmoc));
    if (!preload) {
      fetchReadingFonts();
      void import('./pages/cmocs/sentence-editor.tsx').catch(() => undefined);
      const collab = import('./collab/index.ts');
      answer
        .then(async ({ document }) => (await collab).prepareDocuments([document]))
        .catch(() => undefined);
    }
    await Promise.allSettled([members, list, answer]);
  },
  component: lazyPage(() => import('./pages/cmocs/cmoc-page.tsx'), 'CmocPage'),
});
const signOff = createRoute({
  getParentRoute: () => project,
  path: '/sign-off',
  component: lazyPage(() => import('./pages/sign-off/sign-off-page.tsx'), 'SignOffPage'),
});
const way = createRoute({
  getParentRoute: () => project,
  path: '/way/$transcript/$span',
  component: lazyPage(() => import('./pages/way/way-page.tsx'), 'WayPage'),
});
const theory = createRoute({
  getParentRoute: () => project,
  path: '/theory',
  component: lazyPage(() => import('./pages/theory/theory-page.tsx'), 'TheoryPage'),
});
const transcript = createRoute({
  getParentRoute: () => project,
  path: '/transcripts/$transcript',
  loader: async ({ context, params: { project, transcript }, preload }) => {
    const { queryClient } = context;
    // All at once, and the documents as soon as it is known which: each would wait for the one
    // before otherwise.
    const members = queryClient.prefetchQuery(queries.members(project));
    // Who codes it blind may not know what is said about it.
    void queryClient.ensureQueryData(queries.project(project)).then(
      ({ rounds, me }) => {
        if (blindRoundOf(rounds, transcript, me) !== null) return undefined;
        return queryClient.prefetchQuery(queries.comments(project, transcript));
      },
      () => undefined,
    );
    const answer = queryClient.ensureQueryData(queries.transcript(project, transcript));
    if (!preload) {
      fetchReadingFonts();
      const collab = import('./collab/index.ts');
      answer
        .then(async (transcript) => {
          const { prepareDocuments } = await collab;
          prepareDocuments(transcript.documents, placeFor(queryClient, transcript));
        })
        .catch(() => undefined);
    }
    // A page that is drawn without them shows that it waits, and React keeps that up for 300 ms.
    // What fails here is told by the page, which asks for the same.
    await Promise.allSettled([members, answer]);
  },
  component: lazyPage(() => import('./pages/project/transcript-page.tsx'), 'TranscriptPage'),
});

const history = createRoute({
  getParentRoute: () => project,
  path: '/transcripts/$transcript/history',
  component: lazyPage(() => import('./pages/history/history-page.tsx'), 'HistoryPage'),
});

const tree = root.addChildren([
  setup,
  signIn,
  invite,
  review,
  signedIn.addChildren([
    projects,
    account,
    project.addChildren([
      overview,
      importing,
      members,
      rounds,
      agreement,
      places,
      adjudicateOverview,
      adjudicate,
      consolidate,
      cmocs,
      cmoc,
      signOff,
      way,
      theory,
      transcript,
      history,
    ]),
  ]),
]);

/** The addresses of the app. */
export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: false,
    defaultPendingMs: 300,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
  });
}

/** Only a path of this site can be a next page; anything else would be an open redirect. */
function readNext(next: unknown): { readonly next?: string } {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {};
}
