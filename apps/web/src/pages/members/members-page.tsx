import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import type { InviteAnswer, MemberAnswer } from '@triad/collab';
import { Ellipsis, Pencil, UserMinus, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { queries } from '../../api/queries.ts';
import { say } from '../../messages.ts';
import { date, fromNow, list } from '../../messages/format.ts';
import { Frame } from '../../shell/frame.tsx';
import type { Column } from '../../ui/index.ts';
import { Avatar, Button, IconButton, Menu, Pill, Table } from '../../ui/index.ts';
import { compareMembers } from '../project/member-order.ts';
import { ProjectNav } from '../project/project-nav.tsx';
import { useProject } from '../project/use-project.ts';
import './members-page.css';

const InviteDialog = lazy(() => import('./invite-dialog.tsx'));
const RolesDialog = lazy(() => import('./roles-dialog.tsx'));
const RemoveMemberDialog = lazy(() => import('./remove-member-dialog.tsx'));
const WithdrawDialog = lazy(() => import('./withdraw-dialog.tsx'));

type Open =
  | { readonly kind: 'roles' | 'remove'; readonly member: MemberAnswer }
  | { readonly kind: 'withdraw'; readonly invite: InviteAnswer };

/** Who works in the project and as what; leads also invite. */
export function MembersPage() {
  const { project, may } = useProject();
  const { data: members } = useSuspenseQuery(queries.members(project.id));
  const { hash } = useLocation();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const words = say.members;
  const mayChange = may('members.change');
  const mayInvite = may('invites.change');
  /* `#invite` opens the dialog, so that other pages can lead straight to it. */
  const inviting = hash === 'invite' && mayInvite;
  const setInviting = (next: boolean) =>
    void navigate({
      to: '/projects/$project/members',
      params: { project: project.id },
      replace: true,
      ...(next ? { hash: 'invite' } : {}),
    });
  const active = members
    .filter((member) => member.removedAt === null)
    .sort(compareMembers(project.me));
  const former = members.filter((member) => member.removedAt !== null);
  return (
    <Frame
      project={project}
      page={words.title}
      left={<ProjectNav project={project} />}
      actions={
        mayInvite ? (
          <Button
            kind="primary"
            icon={<UserPlus size={15} aria-hidden="true" />}
            onPress={() => setInviting(true)}
          >
            {words.invite}
          </Button>
        ) : undefined
      }
    >
      <div className="page-body">
        <div className="page-head">
          <div>
            <h2>{words.title}</h2>
            <p>{words.lead}</p>
            {mayChange ? null : <p className="faint">{words.readOnly}</p>}
          </div>
        </div>
        <Table
          label={words.title}
          rows={active}
          keyOf={(member) => member.id}
          columns={memberColumns(project.me, mayChange, setOpen)}
        />
        {mayInvite ? (
          <Invites
            project={project.id}
            onWithdraw={(invite) => setOpen({ kind: 'withdraw', invite })}
          />
        ) : null}
        {former.length === 0 ? null : (
          <section aria-labelledby="former" className="stack tight">
            <h3 id="former" className="label">
              {words.former}
            </h3>
            <p className="small muted">{words.formerLead}</p>
            <ul className="plain-rows">
              {former.map((member) => (
                <li key={member.id}>
                  <Avatar id={member.id} name={member.name} decorative />
                  <span dir="auto">{member.name}</span>
                  <span className="faint small">
                    {member.removedAt === null ? '' : words.left(date(member.removedAt))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <Suspense>
        {inviting ? <InviteDialog project={project} onClose={() => setInviting(false)} /> : null}
        {open?.kind === 'roles' ? (
          <RolesDialog project={project.id} members={active} member={open.member} onClose={close} />
        ) : null}
        {open?.kind === 'remove' ? (
          <RemoveMemberDialog project={project.id} member={open.member} onClose={close} />
        ) : null}
        {open?.kind === 'withdraw' ? (
          <WithdrawDialog project={project.id} invite={open.invite} onClose={close} />
        ) : null}
      </Suspense>
    </Frame>
  );
}

function memberColumns(
  me: string,
  mayChange: boolean,
  onOpen: (open: Open) => void,
): readonly Column<MemberAnswer>[] {
  const words = say.members;
  const columns: readonly Column<MemberAnswer>[] = [
    {
      id: 'name',
      header: words.name,
      isRowHeader: true,
      renderCell: (member) => (
        <span className="row">
          <Avatar id={member.id} name={member.name} decorative />
          <b dir="auto">{member.name}</b>
          {member.id === me ? <span className="faint">{words.you}</span> : null}
        </span>
      ),
    },
    ...(mayChange
      ? [
          {
            id: 'email',
            header: words.email,
            leaveOutBelow: 600 as const,
            renderCell: (member: MemberAnswer) => <span className="muted">{member.email}</span>,
          },
        ]
      : []),
    {
      id: 'roles',
      header: words.roles,
      renderCell: (member) => (
        <span className="row wrap">
          {member.roles.map((role) => (
            <Pill key={role}>{say.memberRole[role]}</Pill>
          ))}
        </span>
      ),
    },
    {
      id: 'joined',
      header: words.joined,
      leaveOutBelow: 600,
      renderCell: (member) => <span className="muted num">{date(member.joinedAt)}</span>,
    },
  ];
  if (!mayChange) return columns;
  return [
    ...columns,
    {
      id: 'acts',
      header: words.acts,
      hideHeader: true,
      tight: true,
      renderCell: (member) => (
        <Menu
          label={say.ui.moreActs(member.name)}
          trigger={
            <IconButton icon={<Ellipsis size={16} />} label={say.ui.moreActs(member.name)} />
          }
          entries={[
            {
              id: 'roles',
              label: words.change,
              icon: <Pencil size={15} aria-hidden="true" />,
              onAction: () => onOpen({ kind: 'roles', member }),
            },
            {
              id: 'remove',
              label: member.id === me ? words.leave : words.remove,
              icon: <UserMinus size={15} aria-hidden="true" />,
              danger: true,
              onAction: () => onOpen({ kind: 'remove', member }),
            },
          ]}
        />
      ),
    },
  ];
}

function Invites({
  project,
  onWithdraw,
}: {
  readonly project: string;
  readonly onWithdraw: (invite: InviteAnswer) => void;
}) {
  const { data: invites = [], dataUpdatedAt: now } = useQuery(queries.invites(project));
  const words = say.members;
  const openOnes = invites.filter((invite) => invite.state === 'open');
  return (
    <section aria-labelledby="invites" className="stack tight">
      <h3 id="invites" className="label">
        {words.invites}
      </h3>
      <p className="small muted">
        {openOnes.length === 0 ? words.invitesEmpty : words.invitesLead}
      </p>
      <ul className="plain-rows">
        {openOnes.map((invite) => {
          const note = invite.note === '' ? words.noNote : invite.note;
          return (
            <li key={invite.id}>
              <span className="invite-note" dir="auto">
                {note}
              </span>
              <span className="muted">
                {list(invite.roles.map((role) => say.memberRole[role].toLowerCase()))}
              </span>
              <span className="faint small">{words.expires(fromNow(invite.expiresAt, now))}</span>
              <span className="grow" />
              <Button
                kind="quiet"
                onPress={() => onWithdraw(invite)}
                aria-label={words.withdrawOf(note)}
              >
                {words.withdraw}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
