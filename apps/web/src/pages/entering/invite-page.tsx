import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { InviteLookAnswer } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { say } from '../../messages.ts';
import { date } from '../../messages/format.ts';
import { useEnter, useIsFree, useSession, useSignOut } from '../../shell/session.ts';
import { Button, Loading, Notice } from '../../ui/index.ts';
import type { NewAccount } from './account-form.tsx';
import { AccountForm } from './account-form.tsx';
import { Door } from './door.tsx';
import { SignInForm } from './sign-in-page.tsx';
import { useToken } from './token.ts';

/** An invitation: which project, from whom, as what; then an account, or the one signed in. */
export function InvitePage() {
  const token = useToken();
  const words = say.entering;
  const look = useQuery({
    queryKey: ['invite', token],
    queryFn: () => call('lookAtInvite', {}, { token: token ?? '' }),
    enabled: token !== null,
    staleTime: Infinity,
  });
  if (token === null)
    return (
      <Door title={words.inviteFailed} lead={words.inviteNoToken}>
        {null}
      </Door>
    );
  if (look.error !== null) {
    return (
      <Door title={words.inviteFailed} lead={words.inviteFailedBody}>
        <Notice kind="bad">{sentenceOf(look.error)}</Notice>
      </Door>
    );
  }
  if (look.data === undefined)
    return (
      <Door title={say.ui.loading}>
        <Loading>{say.ui.loading}</Loading>
      </Door>
    );
  return (
    <Door title={words.inviteTitle(look.data.project)} lead={words.inviteBy(look.data.invitedBy)}>
      <Roles invite={look.data} />
      <Accept token={token} />
    </Door>
  );
}

function Roles({ invite }: { readonly invite: InviteLookAnswer }) {
  return (
    <section className="card stack" aria-labelledby="invite-roles">
      <h2 id="invite-roles" className="label">
        {say.entering.inviteRoles}
      </h2>
      <dl className="role-list">
        {invite.roles.map((role) => (
          <div key={role}>
            <dt>{say.memberRole[role]}</dt>
            <dd className="muted">{say.memberRoleHint[role]}</dd>
          </div>
        ))}
      </dl>
      <p className="small faint">{say.entering.inviteExpires(date(invite.expiresAt))}</p>
    </section>
  );
}

function Accept({ token }: { readonly token: string }) {
  const { account } = useSession();
  const [mode, setMode] = useState<'make' | 'sign-in'>('make');
  const enter = useEnter();
  const navigate = useNavigate();
  const signOut = useSignOut('stay');
  const isFree = useIsFree();
  const words = say.entering;
  const accept = useMutation({
    mutationFn: async (made: NewAccount | null) => {
      if (made !== null && !(await isFree())) return;
      const { project } = await call('acceptInvite', {}, { token, account: made });
      await enter();
      await navigate({ to: '/projects/$project', params: { project }, replace: true });
    },
  });
  const error = accept.error === null ? null : sentenceOf(accept.error);
  if (account !== null) {
    return (
      <div className="door-form">
        <p>{words.inviteJoinAs(account.name)}</p>
        {error === null ? null : <Notice kind="bad">{error}</Notice>}
        <Button kind="primary" onPress={() => accept.mutate(null)} isPending={accept.isPending}>
          {words.inviteJoin}
        </Button>
        <p className="door-foot row">
          {words.inviteOtherAccount}
          <Button kind="quiet" onPress={() => signOut.mutate()} isPending={signOut.isPending}>
            {say.nav.signOut}
          </Button>
        </p>
      </div>
    );
  }
  return (
    <section className="stack" aria-labelledby="invite-account">
      <h2 id="invite-account">{mode === 'make' ? words.inviteMake : say.nav.signIn}</h2>
      {mode === 'make' ? (
        <AccountForm
          submit={words.inviteJoin}
          onSubmit={(made) => accept.mutate(made)}
          isPending={accept.isPending}
          error={error}
        />
      ) : (
        <>
          {error === null ? null : <Notice kind="bad">{error}</Notice>}
          <SignInForm
            submit={words.inviteSignIn}
            onDone={async () => void (await accept.mutateAsync(null).catch(enter))}
          />
        </>
      )}
      <div className="row wrap">
        {mode === 'make' ? <span className="muted">{words.inviteHaveAccount}</span> : null}
        <Button kind="quiet" onPress={() => setMode(mode === 'make' ? 'sign-in' : 'make')}>
          {mode === 'make' ? say.nav.signIn : words.inviteMakeInstead}
        </Button>
      </div>
    </section>
  );
}
