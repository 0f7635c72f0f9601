import { useQueryClient, useQueryErrorResetBoundary } from '@tanstack/react-query';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { ApiError } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { say } from '../messages.ts';
import { DeviceBar } from '../shell/device-bar.tsx';
import { NoCode } from '../shell/lazy-page.tsx';
import { useIsOnlyInTab } from '../shell/use-unsaved.ts';
import { useDocumentTitle } from '../shell/use-media-query.ts';
import { Button, EmptyState, Loading } from '../ui/index.ts';
import './trouble-page.css';

/** Until a transcript that is closed for a moment is asked for again, milliseconds. */
const AGAIN_MS = 2_000;
/** Between two looks whether the server is there again, milliseconds. */
const LOOK_MS = 2_500;

/** What is shown for an error: what happened, what became of the work, what to do. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const failed = useQueryErrorResetBoundary();
  const refused = error instanceof ApiError ? error : null;
  const signedOut = refused?.status === 401;
  useEffect(() => {
    if (!signedOut) return;
    const next = router.state.location.href;
    void queryClient
      .fetchQuery({ queryKey: keys.session, staleTime: 0 })
      .then(() => router.navigate({ to: '/sign-in', search: { next } }));
  }, [signedOut, queryClient, router]);
  const again = useEffectEvent(() => {
    failed.reset();
    reset();
    void router.invalidate();
  });
  // It comes back by itself, and so does the page.
  const isRedacting = refused?.code === 'transcripts/redacting';
  useEffect(() => {
    if (!isRedacting) return undefined;
    const timer = setTimeout(() => again(), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isRedacting, error]);
  // The page stays as it is until the server answers.
  const isAway = isUnreached(error);
  useEffect(() => {
    if (!isAway) return undefined;
    let isOver = false;
    const look = (): void => {
      call('readSession', {}).then(
        () => (isOver ? undefined : again()),
        () => undefined,
      );
    };
    const timer = setInterval(look, LOOK_MS);
    addEventListener('online', look);
    return () => {
      isOver = true;
      clearInterval(timer);
      removeEventListener('online', look);
    };
  }, [isAway, error]);
  const isUnsaved = useIsOnlyInTab();
  if (signedOut) return <PendingPage />;
  if (refused?.status === 404 || refused?.status === 400) return <NotFoundPage />;
  const isStuck = refused === null && !isAway;
  return (
    <Trouble title={titleOf(error)}>
      <EmptyState
        title={titleOf(error)}
        action={
          <>
            {isStuck && isUnsaved ? null : (
              <Button kind="primary" onPress={isStuck ? () => location.reload() : () => again()}>
                {isStuck ? say.errors.reload : say.act.tryAgain}
              </Button>
            )}
            <Link to="/" className="btn">
              {say.errors.toProjects}
            </Link>
          </>
        }
      >
        <p>{bodyOf(error, isUnsaved)}</p>
      </EmptyState>
    </Trouble>
  );
}

export function NotFoundPage() {
  return (
    <Trouble title={say.errors.notFoundTitle}>
      <EmptyState
        title={say.errors.notFoundTitle}
        action={
          <Link to="/" className="btn primary">
            {say.errors.toProjects}
          </Link>
        }
      >
        <p>{say.errors.notFoundBody}</p>
      </EmptyState>
    </Trouble>
  );
}

export function PendingPage() {
  return (
    <main className="trouble">
      <Loading>{say.ui.loading}</Loading>
    </main>
  );
}

function Trouble({
  title,
  children,
}: {
  readonly title: string;
  readonly children: React.ReactNode;
}) {
  useDocumentTitle([title]);
  return (
    <div className="trouble-page">
      <header className="top">
        <Link to="/" className="brand">
          {say.product}
        </Link>
      </header>
      <main className="trouble">
        <h1 className="visually-hidden">{title}</h1>
        {children}
      </main>
      <DeviceBar />
    </div>
  );
}

/** For want of a connection, of which the page says nothing else. */
function isUnreached(error: unknown): boolean {
  return error instanceof NoCode ? !error.isOld : error instanceof ApiError && error.status === 0;
}

function titleOf(error: unknown): string {
  if (isUnreached(error)) return say.errors.unavailableTitle;
  if (error instanceof NoCode) return say.errors.oldTitle;
  if (!(error instanceof ApiError)) return say.errors.pageTitle;
  if (error.code === 'transcripts/redacting') return say.redacting.pageTitle;
  return error.status === 403 ? say.errors.forbiddenTitle : say.errors.pageTitle;
}

/** Nothing is said to load the page anew while that would lose work. */
function bodyOf(error: unknown, isUnsaved: boolean): string {
  if (isUnreached(error)) return say.errors.unavailableBody;
  if (error instanceof NoCode) return isUnsaved ? say.errors.oldBodyUnsaved : say.errors.oldBody;
  if (!(error instanceof ApiError)) {
    return isUnsaved ? say.errors.pageBodyUnsaved : say.errors.pageBody;
  }
  return error.status === 403 ? say.errors.forbiddenBody : error.message;
}
