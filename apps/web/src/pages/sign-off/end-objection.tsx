import { useMutation } from '@tanstack/react-query';
import type { SignOffAnswer } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { signing } from '../../messages/signing.ts';
import { Button, ReasonDialog, toast } from '../../ui/index.ts';
import { useTakeCmoc } from './use-sign.ts';
import './member-words.css';

const words = signing.goOn;

/** Ends an open objection: by its author, or by a lead who says why the team goes on. */
export function EndObjection({
  project,
  cmoc,
  objection,
  how,
  name,
}: {
  readonly project: string;
  readonly cmoc: string;
  readonly objection: SignOffAnswer;
  readonly how: 'withdrawn' | 'went-on';
  /** Of who objects. */
  readonly name: string;
}) {
  const [isAsking, setAsking] = useState(false);
  const take = useTakeCmoc(project);
  const end = useMutation({
    mutationFn: (reason: string) =>
      call(
        'endObjection',
        { project, cmoc, signOff: objection.id },
        { version: objection.version, how, reason },
      ),
    onSuccess: async (answer) => {
      setAsking(false);
      toast(how === 'withdrawn' ? signing.acts.withdrawn : words.done);
      await take(answer);
    },
    onError: (error) => {
      if (how === 'withdrawn') toast(sentenceOf(error), { bad: true });
    },
  });
  if (how === 'withdrawn') {
    return (
      <Button onPress={() => end.mutate('')} isPending={end.isPending}>
        {signing.acts.withdraw}
      </Button>
    );
  }
  return (
    <>
      <Button onPress={() => setAsking(true)}>{words.button}</Button>
      {isAsking ? (
        <ReasonDialog
          onClose={() => setAsking(false)}
          title={words.title(name)}
          lead={words.lead}
          label={words.reason}
          size="medium"
          submit={words.submit}
          onSubmit={end.mutate}
          isPending={end.isPending}
          error={end.error === null ? null : sentenceOf(end.error)}
        >
          <blockquote className="word-text" dir="auto">
            {objection.text}
          </blockquote>
        </ReasonDialog>
      ) : null}
    </>
  );
}
