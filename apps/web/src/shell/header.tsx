import { Link, useNavigate } from '@tanstack/react-router';
import { LogOut, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useConnection } from '../api/connection.ts';
import { say } from '../messages.ts';
import { Avatar, initialsOf, Menu, Pill } from '../ui/index.ts';
import { useSession, useSignOut } from './session.ts';

export type HeaderProps = {
  readonly project?: { readonly id: string; readonly title: string };
  /** The page, or the transcript; the last of the crumbs and the page's first heading. */
  readonly page: string;
  /** A state of what the page shows, e.g. the round. */
  readonly pill?: ReactNode;
  /** Whether work is saved. */
  readonly status?: ReactNode;
  /** Who else is here. */
  readonly presence?: ReactNode;
  /** Buttons of the page, the main one last. */
  readonly actions?: ReactNode;
};

/** Triad / project / page, and the slots that pages fill. */
export function Header({
  project,
  page,
  pill,
  status,
  presence,
  actions,
  before,
  after,
}: HeaderProps & { readonly before?: ReactNode; readonly after?: ReactNode }) {
  return (
    <header className="top">
      {before}
      <nav aria-label={say.ui.breadcrumb}>
        <ol className="crumbs">
          <li>
            <Link to="/" className="brand">
              {say.product}
            </Link>
          </li>
          {project === undefined ? null : (
            <li className="optional">
              <Link
                to="/projects/$project"
                params={{ project: project.id }}
                className="crumb truncate"
              >
                {project.title}
              </Link>
            </li>
          )}
          <li aria-current="page">
            <span className="faint" aria-hidden="true">
              /
            </span>
            <h1 className="truncate">{page}</h1>
          </li>
        </ol>
      </nav>
      {pill === undefined ? null : <div className="slot optional">{pill}</div>}
      <span className="grow" />
      <div className="slot">{status ?? <Connection />}</div>
      {presence === undefined ? null : <div className="slot">{presence}</div>}
      {actions === undefined ? null : <div className="slot">{actions}</div>}
      {after}
      <AccountMenu />
    </header>
  );
}

/* Pages with a state of their own (is it saved?) say this themselves. */
function Connection() {
  const connection = useConnection();
  return (
    <span role="status">
      {connection === 'there' ? null : <Pill dot="bad">{say.ui.connection[connection]}</Pill>}
    </span>
  );
}

function AccountMenu() {
  const session = useSession();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { account } = session;
  if (account === null) return null;
  return (
    <Menu
      label={say.ui.accountMenu(initialsOf(account.name), account.name)}
      trigger={
        <AriaButton
          className="account-btn"
          aria-label={say.ui.accountMenu(initialsOf(account.name), account.name)}
        >
          <Avatar id={account.id} name={account.name} decorative />
        </AriaButton>
      }
      entries={[
        {
          id: 'account',
          label: say.nav.account,
          hint: account.name,
          icon: <UserRound size={15} aria-hidden="true" />,
          onAction: () => void navigate({ to: '/account' }),
        },
        {
          id: 'sign-out',
          label: say.nav.signOut,
          icon: <LogOut size={15} aria-hidden="true" />,
          onAction: () => signOut.mutate(),
        },
      ]}
    />
  );
}
