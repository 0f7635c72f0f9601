import { email, password, personName } from '@triad/collab';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { say } from '../../messages.ts';
import { Button, Notice, TextField } from '../../ui/index.ts';

export type NewAccount = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
};

/** What is wrong with each field, by the same schemas that the server reads with. */
export function problemsOf(account: NewAccount): Partial<Record<keyof NewAccount, string>> {
  const words = say.entering;
  return {
    ...(personName.safeParse(account.name).success ? {} : { name: words.nameProblem }),
    ...(email.safeParse(account.email.trim()).success ? {} : { email: words.emailProblem }),
    ...(password.safeParse(account.password).success ? {} : { password: words.passwordProblem }),
  };
}

/** Name, e-mail and password of a new account. Problems show once one has tried to send. */
export function AccountForm({
  submit,
  onSubmit,
  isPending,
  error,
}: {
  readonly submit: string;
  readonly onSubmit: (account: NewAccount) => void;
  readonly isPending: boolean;
  readonly error: string | null;
}) {
  const [account, setAccount] = useState<NewAccount>({ name: '', email: '', password: '' });
  const [tried, setTried] = useState(false);
  const problems = tried ? problemsOf(account) : {};
  const words = say.entering;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problemsOf(account)).length > 0) return;
    onSubmit({ ...account, name: account.name.trim(), email: account.email.trim() });
  };
  return (
    <form className="door-form" onSubmit={send} noValidate>
      <TextField
        label={words.name}
        hint={words.nameHint}
        autoComplete="name"
        isRequired
        validationBehavior="aria"
        value={account.name}
        error={problems.name ?? null}
        onChange={(name) => setAccount({ ...account, name })}
      />
      <TextField
        label={words.email}
        hint={words.emailHint}
        type="email"
        autoComplete="email"
        isRequired
        validationBehavior="aria"
        value={account.email}
        error={problems.email ?? null}
        onChange={(email) => setAccount({ ...account, email })}
      />
      <TextField
        label={words.password}
        hint={words.passwordHint}
        type="password"
        autoComplete="new-password"
        isRequired
        validationBehavior="aria"
        value={account.password}
        error={problems.password ?? null}
        onChange={(password) => setAccount({ ...account, password })}
      />
      {error === null ? null : <Notice kind="bad">{error}</Notice>}
      <Button kind="primary" type="submit" isPending={isPending}>
        {submit}
      </Button>
    </form>
  );
}
