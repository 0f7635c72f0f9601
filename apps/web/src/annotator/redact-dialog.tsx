import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { LIMITS } from '@triad/collab';
import type { FoundWordsAnswer, TranscriptAnswer } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import { useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { say } from '../messages.ts';
import { redacting as words } from '../messages/redacting.ts';
import { Button, Dialog, Loading, Notice, RadioGroup, TextField, toast } from '../ui/index.ts';

/** What a lead selected to be taken out, as it stands in the text. */
export type ToRedact = TextRange & { readonly words: string };

const [DEFAULT] = words.suggestions;

/** Says what will happen, where else the words stand, and asks once more before it takes them out. */
export default function RedactDialog({
  transcript,
  selected,
  onBegin,
  onClose,
}: {
  readonly transcript: Pick<TranscriptAnswer, 'id' | 'project'>;
  readonly selected: ToRedact;
  readonly onBegin: () => void;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const { id } = transcript;
  const [step, setStep] = useState<'choose' | 'confirm'>('choose');
  const [replacement, setReplacement] = useState<string>(DEFAULT);
  const [where, setWhere] = useState<'all' | 'here'>('all');
  const look = useQuery({
    queryKey: ['words', id, selected],
    queryFn: () => call('lookForWords', { transcript: id }, selected),
    // Never kept: it is about words that are to go.
    gcTime: 0,
    staleTime: 0,
  });
  const redact = useMutation({
    mutationFn: () =>
      call(
        'redact',
        { transcript: id },
        { ...selected, all: where === 'all', replacement: replacement.trim() },
      ),
    onSuccess: async ({ places }) => {
      onClose();
      toast(words.done(places));
      await queryClient.invalidateQueries({ queryKey: keys.project(transcript.project) });
    },
  });
  const places = where === 'all' ? (look.data?.text ?? 1) : 1;
  const isLong = replacement.trim().length > LIMITS.replacementUtf16;
  const isReady = look.data !== undefined && replacement.trim() !== '' && !isLong;
  const error = redact.error ?? look.error;
  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={() => {
        if (!redact.isPending) onClose();
      }}
      title={step === 'choose' ? words.title : words.confirmTitle}
      lead={step === 'choose' ? words.lead : undefined}
      actions={
        step === 'choose' ? (
          <>
            <Button onPress={onClose}>{say.act.cancel}</Button>
            <Button kind="primary" isDisabled={!isReady} onPress={() => setStep('confirm')}>
              {words.next}
            </Button>
          </>
        ) : (
          <>
            <Button autoFocus isDisabled={redact.isPending} onPress={() => setStep('choose')}>
              {words.back}
            </Button>
            <Button
              kind="danger"
              isPending={redact.isPending}
              onPress={() => {
                onBegin();
                redact.mutate();
              }}
            >
              {words.act}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <blockquote className="redact-words read" dir="auto" aria-label={words.words}>
          {selected.words}
        </blockquote>
        {step === 'confirm' ? (
          <>
            <p>{words.confirm(places, replacement.trim())}</p>
            <p className="muted">{redact.isPending ? words.working : words.closes}</p>
          </>
        ) : (
          <>
            <TextField
              label={words.replacement}
              hint={words.replacementHint}
              error={isLong ? words.replacementLong(LIMITS.replacementUtf16) : null}
              value={replacement}
              onChange={setReplacement}
            />
            <div className="row wrap">
              {words.suggestions.map((each) => (
                <Button
                  key={each}
                  kind="quiet"
                  aria-label={words.use(each)}
                  onPress={() => setReplacement(each)}
                >
                  {each}
                </Button>
              ))}
            </div>
            {look.data === undefined ? (
              look.error === null ? (
                <Loading>{words.looking}</Loading>
              ) : null
            ) : (
              <>
                <RadioGroup
                  label={words.where}
                  value={where}
                  onChange={setWhere}
                  choices={[
                    { value: 'all', label: words.all(look.data.text), hint: words.allHint },
                    { value: 'here', label: words.here, hint: words.hereHint },
                  ]}
                />
                <Consequences found={look.data} />
              </>
            )}
          </>
        )}
        {error === null ? null : <Notice kind="bad">{sentenceOf(error)}</Notice>}
      </div>
    </Dialog>
  );
}

function Consequences({ found }: { readonly found: FoundWordsAnswer }) {
  const lines = words.found(found);
  return (
    <div className="stack tight redact-consequences">
      {lines.length === 0 ? (
        <p>{words.nowhere}</p>
      ) : (
        <>
          <p id="redact-elsewhere">{words.elsewhere}</p>
          <ul aria-labelledby="redact-elsewhere">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      <p className="small muted">{words.spans}</p>
      <p className="small muted">{words.history}</p>
      {found.original === null ? null : <p className="small">{words.original[found.original]}</p>}
      {found.hidden ? <Notice>{words.hidden}</Notice> : null}
      <p className="small muted">{words.others}</p>
      <p className="small muted">{words.backups}</p>
    </div>
  );
}
