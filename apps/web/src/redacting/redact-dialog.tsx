import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { LIMITS } from '@triad/collab';
import type { TranscriptAnswer } from '@triad/collab';
import { useState } from 'react';
import { sentenceOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { keys } from '../api/queries.ts';
import { say } from '../messages.ts';
import { redacting as words } from '../messages/redacting.ts';
import { Button, Dialog, Loading, Notice, RadioGroup, TextField, toast } from '../ui/index.ts';
import { Consequences, Elsewhere } from './consequences.tsx';
import type { ToRedact } from './to-redact.ts';
import { TypedWords } from './typed-words.tsx';
import './redact.css';

const [DEFAULT] = words.suggestions;

/** Says what will happen, where else the words stand, and asks once more before it takes them out. */
export default function RedactDialog({
  transcript: { id, project },
  asked,
  onBegin,
  onClose,
}: {
  readonly transcript: Pick<TranscriptAnswer, 'id' | 'project'>;
  readonly asked: ToRedact;
  readonly onBegin: () => void;
  readonly onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [step, setStep] = useState<'choose' | 'confirm'>('choose');
  const [replacement, setReplacement] = useState<string>(DEFAULT);
  const [where, setWhere] = useState<'all' | 'here'>('all');
  /** The words that are looked for; of typed ones those that were last asked for. */
  const [sought, setSought] = useState(asked.words);
  const isTyped = 'typed' in asked;
  const request = isTyped ? { words: sought } : asked;
  const look = useQuery({
    queryKey: ['words', id, request],
    queryFn: () => call('lookForWords', { transcript: id }, request),
    enabled: sought !== '',
    // Never kept: it is about words that are to go.
    gcTime: 0,
    staleTime: 0,
  });
  const redact = useMutation({
    mutationFn: () =>
      call(
        'redact',
        { transcript: id },
        { ...request, all: where === 'all', replacement: replacement.trim() },
      ),
    onSuccess: async ({ places }) => {
      onClose();
      toast(words.done(places));
      // What was read of the history before, for instance, must not be shown again.
      queryClient.removeQueries({ queryKey: keys.project(project), type: 'inactive' });
      await queryClient.invalidateQueries({ queryKey: keys.project(project) });
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
        {isTyped && step === 'choose' ? (
          <TypedWords
            begun={sought}
            others={asked.others}
            isLooking={look.isFetching}
            onChange={() => setSought('')}
            onLook={setSought}
          />
        ) : (
          <blockquote className="redact-words read" dir="auto" aria-label={words.words}>
            {sought}
          </blockquote>
        )}
        {step === 'confirm' ? (
          <>
            <p>
              {places === 0
                ? words.confirmElsewhere(replacement.trim())
                : words.confirm(places, replacement.trim())}
            </p>
            <Notice kind="warn" title={words.backups} />
            {look.data === undefined ? null : <Elsewhere found={look.data} />}
            <p className="muted">{redact.isPending ? words.working : words.closes}</p>
          </>
        ) : (
          <>
            <Replacement value={replacement} isLong={isLong} onChange={setReplacement} />
            {look.isFetching && look.data === undefined ? <Loading>{words.looking}</Loading> : null}
            {look.data === undefined ? null : (
              <>
                {isTyped ? (
                  <p>{words.inText(look.data.text)}</p>
                ) : (
                  <RadioGroup
                    label={words.where}
                    value={where}
                    onChange={setWhere}
                    choices={[
                      { value: 'all', label: words.all(look.data.text), hint: words.allHint },
                      { value: 'here', label: words.here, hint: words.hereHint },
                    ]}
                  />
                )}
                <Consequences project={project} found={look.data} />
              </>
            )}
          </>
        )}
        {error === null ? null : <Notice kind="bad">{sentenceOf(error)}</Notice>}
      </div>
    </Dialog>
  );
}

function Replacement({
  value,
  isLong,
  onChange,
}: {
  readonly value: string;
  readonly isLong: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <>
      <TextField
        label={words.replacement}
        hint={words.replacementHint}
        error={isLong ? words.replacementLong(LIMITS.replacementUtf16) : null}
        value={value}
        onChange={onChange}
      />
      <div className="row wrap">
        {words.suggestions.map((each) => (
          <Button
            key={each}
            className="small"
            aria-label={words.use(each)}
            onPress={() => onChange(each)}
          >
            {each}
          </Button>
        ))}
      </div>
    </>
  );
}
