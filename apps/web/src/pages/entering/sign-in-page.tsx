import { useMutation } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { say } from '../../messages.ts';
import { useEnter, useIsFree, useSession } from '../../shell/session.ts';
import { Button, Loading, Notice, TextField } from '../../ui/index.ts';
import { Door } from './door.tsx';
import { SignedInAlready } from './signed-in-already.tsx';
import { useToken } from './token.ts';

/** Signing in by password, or by a one-time link whose token stands in the fragment. */
export function SignInPage() {
  const token = useToken();
  const [linkFailed, setLinkFailed] = useState<string | null>(null);
  const { account } = useSession();
  const { next } = useSearch({ from: '/sign-in' });
  // Who is just coming in is not asked to leave again.
  const [isEntering, setEntering] = useState(false);
  const goOn = useArrive();
  const arrive = async (project: string | null): Promise<void> => {
    setEntering(true);
    await goOn(project);
  };
  const words = say.entering;

  if (account !== null && !isEntering) {
    const isLink = token !== null && linkFailed === null;
    return (
      <SignedInAlready
        name={account.name}
        body={isLink ? words.alreadyLink : words.alreadyBody}
        act={isLink ? words.alreadyLinkAct : say.nav.signOut}
        stay={
          <Link to={isLink ? '/' : (next ?? '/')} className="btn primary">
            {words.alreadyStay(account.name)}
          </Link>
        }
      />
    );
  }
  if (token !== null && linkFailed === null) {
    return (
      <Door title={words.linkTitle} lead={words.linkBody}>
        <Redeem token={token} onDone={arrive} onFailed={setLinkFailed} />
      </Door>
    );
  }
  return (
    <Door title={words.signInTitle} lead={words.signInLead}>
      {linkFailed === null ? null : (
        <Notice kind="bad" title={words.linkFailed}>
          {linkFailed}
        </Notice>
      )}
      <SignInForm onDone={() => arrive(null)} />
      <p className="door-foot">{words.signInNoAccount}</p>
    </Door>
  );
}

/** E-mail and password; also used to join a project with an account one has. */
export function SignInForm({
  onDone,
  submit = say.entering.signInAct,
}: {
  readonly onDone: () => Promise<void>;
  readonly submit?: string;
}) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const words = say.entering;
  const isFree = useIsFree();
  const signIn = useMutation({
    mutationFn: async () => {
      if (!(await isFree())) return;
      await call('signIn', {}, { email: email.trim(), password });
      await onDone();
    },
  });
  const emailProblem = /^\S+@\S+$/.test(email.trim()) ? null : words.emailProblem;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (emailProblem === null) signIn.mutate();
  };
  return (
    <form className="door-form" onSubmit={send} noValidate>
      <TextField
        label={words.email}
        type="email"
        autoComplete="username"
        isRequired
        validationBehavior="aria"
        value={email}
        onChange={setEmail}
        error={tried ? emailProblem : null}
      />
      <TextField
        label={words.password}
        type="password"
        autoComplete="current-password"
        isRequired
        validationBehavior="aria"
        value={password}
        onChange={setPassword}
      />
      {signIn.error === null ? null : <Notice kind="bad">{sentenceOf(signIn.error)}</Notice>}
      <Button kind="primary" type="submit" isPending={signIn.isPending}>
        {submit}
      </Button>
    </form>
  );
}

/** A link works once, so it is redeemed once, however often the page is drawn. */
function Redeem({
  token,
  onDone,
  onFailed,
}: {
  readonly token: string;
  readonly onDone: (project: string | null) => Promise<void>;
  readonly onFailed: (sentence: string) => void;
}) {
  const begun = useRef(false);
  const isFree = useIsFree();
  const redeem = useEffectEvent(async () => {
    try {
      if (!(await isFree())) return;
      const { project } = await call('redeemSignInLink', {}, { token });
      await onDone(project);
    } catch (error) {
      onFailed(sentenceOf(error));
    }
  });
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void redeem();
  }, []);
  return <Loading>{say.ui.loading}</Loading>;
}

/** Goes where one wanted to go before signing in was asked for. */
function useArrive(): (project: string | null) => Promise<void> {
  const { next } = useSearch({ from: '/sign-in' });
  const enter = useEnter();
  const router = useRouter();
  return async (project) => {
    await enter();
    router.history.replace(next ?? (project === null ? '/' : `/projects/${project}`));
  };
}
