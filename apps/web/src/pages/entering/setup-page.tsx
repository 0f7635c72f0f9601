import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { say } from '../../messages.ts';
import { useEnter, useSession } from '../../shell/session.ts';
import { Button, Notice, TextField } from '../../ui/index.ts';
import type { NewAccount } from './account-form.tsx';
import { AccountForm } from './account-form.tsx';
import { Door } from './door.tsx';
import { readToken, useToken } from './token.ts';

/** The first run: the first lead's account, or a look at the demo study. */
export function SetupPage() {
  const { setupNeeded } = useSession();
  const inAddress = useToken();
  const [pasted, setPasted] = useState('');
  const token = inAddress ?? readToken(pasted);
  const enter = useEnter();
  const navigate = useNavigate();
  const words = say.entering;
  const arrive = async (project: string | null) => {
    await enter();
    await (project === null
      ? navigate({ to: '/', replace: true })
      : navigate({ to: '/projects/$project', params: { project }, replace: true }));
  };
  const setup = useMutation({
    mutationFn: (account: NewAccount) => call('setup', {}, { token: token ?? '', ...account }),
    onSuccess: () => arrive(null),
  });
  const demo = useMutation({
    mutationFn: () => call('setupDemo', {}, { token: token ?? '' }),
    onSuccess: ({ project }) => arrive(project),
  });

  if (!setupNeeded) {
    return (
      <Door title={words.setupDone} lead={words.setupDoneBody}>
        <Link to="/sign-in" className="btn primary">
          {say.nav.signIn}
        </Link>
      </Door>
    );
  }
  return (
    <Door title={words.setupTitle} lead={words.setupLead} wide>
      {inAddress === null ? (
        <TextField
          label={words.tokenLabel}
          hint={words.tokenMissing}
          value={pasted}
          onChange={setPasted}
          autoComplete="off"
          error={pasted !== '' && token === null ? words.tokenWrong : null}
        />
      ) : null}
      <div className="door-choices">
        <section className="card" aria-labelledby="make-account">
          <h2 id="make-account">{words.setupAccount}</h2>
          <p>{words.setupAccountLead}</p>
          <AccountForm
            submit={words.createAccount}
            onSubmit={(account) => setup.mutate(account)}
            isPending={setup.isPending}
            error={errorOf(setup.error, token)}
          />
        </section>
        <section className="card" aria-labelledby="try-demo">
          <h2 id="try-demo">{words.setupDemo}</h2>
          <p>{words.setupDemoLead}</p>
          <Example />
          <Button
            icon={<Sparkles size={15} aria-hidden="true" />}
            onPress={() => demo.mutate()}
            isPending={demo.isPending}
          >
            {demo.isPending ? words.demoMaking : words.setupDemoAct}
          </Button>
          {demo.error === null ? null : <Notice kind="bad">{errorOf(demo.error, token)}</Notice>}
        </section>
      </div>
    </Door>
  );
}

/** Without a token the server's refusal would not say where the token is to be found. */
function errorOf(error: unknown, token: string | null): string | null {
  if (error === null) return null;
  return token === null ? say.entering.tokenMissing : sentenceOf(error);
}

function Example() {
  return (
    <p className="door-demo" aria-hidden="true">
      <span>
        <span className="ex c">nobody at home would talk</span> …{' '}
        <span className="ex m">he had been there</span> …{' '}
        <span className="ex o">so I came back</span>
      </span>
    </p>
  );
}
