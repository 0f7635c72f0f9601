import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DecisionAnswer } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { call } from '../../api/client.ts';
import { putDecision } from '../../api/follow-decisions.ts';
import { adjudicating } from '../../messages/adjudicating.ts';
import { Button, Notice, TextField } from '../../ui/index.ts';
import { mayAnswer } from './may-answer.ts';

const words = adjudicating.reply;

/** A coder's one answer to the ruling that holds; nothing where they gave it, or it waits. */
export function ReplyForm({
  project,
  transcript,
  decision,
  me,
  codedIt = false,
  onAnswered,
}: {
  readonly project: string;
  readonly transcript: string;
  readonly decision: DecisionAnswer;
  readonly me: string;
  /** They finished the transcript in the round, and so could have had a span there. */
  readonly codedIt?: boolean;
  readonly onAnswered: () => void;
}) {
  const client = useQueryClient();
  const [differs, setDiffers] = useState(false);
  const [text, setText] = useState('');
  const { id, ruling } = decision;
  const send = useMutation({
    mutationFn: (stance: 'accepts' | 'differs') =>
      call(
        'answerDecision',
        { transcript, decision: id },
        { ruling: ruling?.number ?? 1, stance, text: text.trim() },
      ),
    onSuccess: (answered) => {
      putDecision(client, project, transcript, answered);
      onAnswered();
    },
  });
  if (!mayAnswer(decision, me, codedIt)) return null;
  return (
    // Its field takes the keys; what comes up here is its.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className="reply-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') send.mutate('differs');
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDiffers(false);
        else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
          event.currentTarget.requestSubmit();
      }}
    >
      {differs ? (
        <>
          <TextField
            label={words.because}
            value={text}
            onChange={setText}
            rows={3}
            maxLength={LIMITS.reasonUtf16}
            autoFocus
          />
          <div className="row">
            <Button
              kind="primary"
              type="submit"
              isDisabled={text.trim() === ''}
              isPending={send.isPending}
            >
              {words.send}
            </Button>
            <Button onPress={() => setDiffers(false)}>{words.cancel}</Button>
          </div>
        </>
      ) : (
        <div className="row wrap" role="group" aria-label={words.ask}>
          <Button isPending={send.isPending} onPress={() => send.mutate('accepts')}>
            {words.accept}
          </Button>
          <Button onPress={() => setDiffers(true)}>{words.differ}</Button>
          <span className="faint small">{words.ask}</span>
        </div>
      )}
      {send.isError ? <Notice kind="bad">{sentenceOf(send.error)}</Notice> : null}
    </form>
  );
}
