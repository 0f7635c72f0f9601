import { useQueryClient, useQueryErrorResetBoundary } from '@tanstack/react-query';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { ApiError } from '../api/api-error.ts';
import { keys } from '../api/queries.ts';
import { say } from '../messages.ts';
import { useDocumentTitle } from '../shell/use-media-query.ts';
import { Button, EmptyState, Loading } from '../ui/index.ts';
import './trouble-page.css';

/** Until a transcript that is closed for a moment is asked for again, milliseconds. */
const AGAIN_MS = 2_000;

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
  if (signedOut) return <PendingPage />;
  if (refused?.status === 404 || refused?.status === 400) return <NotFoundPage />;
  return (
    <Trouble title={titleOf(refused)}>
      <EmptyState
        title={titleOf(refused)}
        action={
          <>
            <Button
              kind="primary"
              onPress={refused === null ? () => location.reload() : () => again()}
            >
              {refused === null ? say.errors.reload : say.act.tryAgain}
            </Button>
            <Link to="/" className="btn">
              {say.errors.toProjects}
            </Link>
          </>
        }
      >
        <p>{bodyOf(refused)}</p>
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
    <>
      <header className="top">
        <Link to="/" className="brand">
          {say.product}
        </Link>
      </header>
      <main className="trouble">
        <h1 className="visually-hidden">{title}</h1>
        {children}
      </main>
    </>
  );
}

function titleOf(refused: ApiError | null): string {
  if (refused === null) return say.errors.pageTitle;
  if (refused.code === 'transcripts/redacting') return say.redacting.pageTitle;
  if (refused.status === 403) return say.errors.forbiddenTitle;
  return refused.status === 0 ? say.errors.unavailableTitle : say.errors.pageTitle;
}

function bodyOf(refused: ApiError | null): string {
  if (refused === null) return say.errors.pageBody;
  return refused.status === 403 ? say.errors.forbiddenBody : refused.message;
}
