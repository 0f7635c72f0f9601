import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BodyOf } from '../api/client.ts';
import type { SessionAnswer } from '@triad/collab';
import { password as passwordSchema, personName } from '@triad/collab';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { say } from '../messages.ts';
import { Frame } from '../shell/frame.tsx';
import { useAccount } from '../shell/session.ts';
import { Button, Notice, RadioGroup, Switch, TextField, toast } from '../ui/index.ts';
import { DeviceSection } from './device-section.tsx';
import './account-page.css';

/** Name, look, keys and password of the signed-in person. */
export function AccountPage() {
  const account = useAccount();
  const words = say.account;
  return (
    <Frame page={words.title}>
      <div className="page-body narrow">
        <div className="page-head">
          <div>
            <h2>{words.title}</h2>
            <p>{account.demo ? words.demo : account.email}</p>
          </div>
        </div>
        <NameSection />
        <LookSection />
        <KeysSection />
        <DeviceSection />
        {account.demo ? null : <PasswordSection />}
      </div>
    </Frame>
  );
}

function useChange() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: BodyOf<'changeAccount'>) => call('changeAccount', {}, change),
    /* Shown at once, and put back if the server refuses. */
    onMutate: (change) => {
      const before = queryClient.getQueryData<SessionAnswer>(keys.session);
      if (before !== undefined && before.account !== null) {
        const { account } = before;
        queryClient.setQueryData<SessionAnswer>(keys.session, {
          ...before,
          account: {
            ...account,
            name: change.name ?? account.name,
            preferences: { ...account.preferences, ...change.preferences },
          },
        });
      }
      return { before };
    },
    onError: (error, _change, context) => {
      queryClient.setQueryData(keys.session, context?.before);
      toast(sentenceOf(error), { bad: true });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.session }),
  });
}

function NameSection() {
  const account = useAccount();
  const [name, setName] = useState(account.name);
  const change = useChange();
  const words = say.account;
  const problem = personName.safeParse(name).success ? null : say.entering.nameProblem;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (problem === null)
      change.mutate({ name: name.trim() }, { onSuccess: () => toast(words.saved) });
  };
  return (
    <section className="card stack" aria-labelledby="account-you">
      <h3 id="account-you">{words.you}</h3>
      <form className="stack account-form" onSubmit={save}>
        <TextField
          label={words.name}
          hint={words.nameHint}
          value={name}
          onChange={setName}
          error={problem}
          autoComplete="name"
          maxLength={100}
        />
        <Button
          type="submit"
          isDisabled={problem !== null || name.trim() === account.name}
          isPending={change.isPending}
        >
          {words.save}
        </Button>
      </form>
    </section>
  );
}

function LookSection() {
  const { preferences } = useAccount();
  const change = useChange();
  const words = say.account;
  const spacing = preferences.lineSpacing ?? 'normal';
  return (
    <section className="card stack loose" aria-labelledby="account-look">
      <h3 id="account-look">{words.look}</h3>
      <RadioGroup
        label={words.theme}
        orientation="horizontal"
        value={preferences.theme ?? 'system'}
        onChange={(theme) => change.mutate({ preferences: { theme } })}
        choices={(['light', 'dark', 'system'] as const).map((value) => ({
          value,
          label: words.themes[value],
        }))}
      />
      <div className="stack">
        <RadioGroup
          label={words.spacing}
          hint={words.spacingHint}
          orientation="horizontal"
          value={spacing}
          onChange={(lineSpacing) => change.mutate({ preferences: { lineSpacing } })}
          choices={(['tight', 'normal', 'wide'] as const).map((value) => ({
            value,
            label: words.spacings[value],
          }))}
        />
        <p className={`account-sample ${spacing}`} aria-hidden="true">
          {words.sample}
        </p>
      </div>
    </section>
  );
}

function KeysSection() {
  const { preferences } = useAccount();
  const change = useChange();
  const words = say.account;
  return (
    <section className="card stack" aria-labelledby="account-keys">
      <h3 id="account-keys">{words.keys}</h3>
      <Switch
        isSelected={preferences.letterKeys ?? true}
        onChange={(letterKeys) => change.mutate({ preferences: { letterKeys } })}
        hint={words.letterKeysHint}
      >
        {words.letterKeys}
      </Switch>
    </section>
  );
}

const EMPTY = { current: '', next: '', again: '' };

function PasswordSection() {
  const [fields, setFields] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const words = say.account;
  const change = useMutation({
    mutationFn: () => call('changePassword', {}, { current: fields.current, next: fields.next }),
    onSuccess: () => {
      setFields(EMPTY);
      setTried(false);
      toast(words.changed);
    },
  });
  const problems = {
    current: fields.current === '' ? words.currentProblem : null,
    next: passwordSchema.safeParse(fields.next).success ? null : words.nextProblem,
    again: fields.next === fields.again ? null : words.againProblem,
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(problems).every((problem) => problem === null)) change.mutate();
  };
  const shown = (problem: string | null) => (tried ? problem : null);
  return (
    <section className="card stack" aria-labelledby="account-password">
      <h3 id="account-password">{words.password}</h3>
      <p className="muted">{words.passwordLead}</p>
      <form className="stack account-form" onSubmit={save} noValidate>
        <TextField
          label={words.current}
          type="password"
          autoComplete="current-password"
          value={fields.current}
          onChange={(current) => setFields({ ...fields, current })}
          error={shown(problems.current)}
        />
        <TextField
          label={words.next}
          hint={words.nextHint}
          type="password"
          autoComplete="new-password"
          value={fields.next}
          onChange={(next) => setFields({ ...fields, next })}
          error={shown(problems.next)}
        />
        <TextField
          label={words.again}
          type="password"
          autoComplete="new-password"
          value={fields.again}
          onChange={(again) => setFields({ ...fields, again })}
          error={shown(problems.again)}
        />
        {change.error === null ? null : <Notice kind="bad">{sentenceOf(change.error)}</Notice>}
        <Button type="submit" isPending={change.isPending}>
          {words.change}
        </Button>
      </form>
    </section>
  );
}
