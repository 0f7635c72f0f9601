import type { CmocAnswer, CmocVersionAnswer } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { Verdict } from '@triad/realist';
import { VERDICTS } from '@triad/realist';
import { useRef, useState } from 'react';
import { sentenceOf } from '../../api/api-error.ts';
import { signing } from '../../messages/signing.ts';
import { say } from '../../messages.ts';
import { useAccount } from '../../shell/session.ts';
import { Button, Notice, TextField, toast, useFocusKept } from '../../ui/index.ts';
import { EndObjection } from './end-objection.tsx';
import { isStale, useSign } from './use-sign.ts';
import type { WordDraft, WordDrafts } from './word-drafts.ts';
import {
  isComplete,
  isOvertaken,
  setWordDraft,
  useWordDraft,
  wordDrafts,
  wordSent,
} from './word-drafts.ts';
import './own-word.css';

const words = signing.acts;
const NO_KEYS = (): undefined => undefined;

/** What a member says of the version that is shown. */
export type OwnWord = {
  readonly drafts: WordDrafts;
  readonly draft: WordDraft | null;
  /** The field was opened just now, and takes the focus; not one that was kept from before. */
  readonly isBegun: boolean;
  readonly isPending: boolean;
  readonly error: Error | null;
  /** Says it at once where nothing is to be written, else opens the field. */
  readonly begin: (verdict: Verdict) => void;
  readonly send: () => void;
};

export function useOwnWord(
  project: string,
  me: string,
  cmoc: Pick<CmocAnswer, 'id'>,
  version: CmocVersionAnswer | null,
): OwnWord {
  const drafts = wordDrafts(useAccount().id);
  const draft = useWordDraft(drafts, cmoc.id);
  const [isBegun, setBegun] = useState(false);
  const sign = useSign(project, cmoc.id, ({ verdict, text }) => {
    wordSent(drafts, cmoc.id, text);
    toast(words.said[verdict]);
  });
  const put = (verdict: Verdict, text: string): void => {
    if (version !== null && !sign.isPending) sign.mutate({ version, me, verdict, text });
  };
  return {
    drafts,
    draft,
    isBegun,
    isPending: sign.isPending,
    error: sign.error,
    begin: (verdict) => {
      if (version === null) return;
      sign.reset();
      if (verdict === 'agree') {
        put('agree', '');
        return;
      }
      setBegun(true);
      // Another act is chosen for the same words, of the version that they are about.
      setWordDraft(drafts, cmoc.id, {
        verdict,
        text: draft?.text ?? '',
        of: draft?.of ?? { id: version.id, number: version.number },
      });
    },
    send: () => {
      if (draft === null || version === null) return;
      if (!isOvertaken(draft, version) && isComplete(draft)) put(draft.verdict, draft.text);
    },
  };
}

/** The acts of a member on one exact version; what is being written of it stays if a newer one comes. */
export function OwnWordForm({
  project,
  me,
  cmoc,
  version,
  own,
  keyOf = NO_KEYS,
}: {
  readonly project: string;
  readonly me: string;
  readonly cmoc: CmocAnswer;
  readonly version: CmocVersionAnswer;
  readonly own: OwnWord;
  /** The key that does the same, where there is one. */
  readonly keyOf?: (verdict: Verdict) => string | undefined;
}) {
  const { drafts, draft } = own;
  const before = version.signOffs.find(({ member }) => member === me) ?? null;
  const set = (change: Partial<WordDraft>): void => {
    if (draft !== null) setWordDraft(drafts, cmoc.id, { ...draft, ...change });
  };
  const section = useRef<HTMLElement>(null);
  // The form goes with what it sent, and what withdraws with the objection.
  const shown = `${draft === null ? 'acts' : 'form'} ${before?.ended?.at ?? ''}`;
  useFocusKept(shown, () => section.current);
  return (
    <section
      ref={section}
      tabIndex={-1}
      className="own-word stack"
      aria-label={words.label(version.number)}
    >
      {before === null ? null : (
        <div className="row wrap">
          <p>
            <b>{signing.yours[before.verdict]}</b> <span className="muted">{words.kept}</span>
          </p>
          {before.verdict === 'object' && before.ended === null ? (
            <EndObjection
              project={project}
              cmoc={cmoc.id}
              objection={before}
              how="withdrawn"
              name=""
            />
          ) : null}
        </div>
      )}
      {draft === null && own.error !== null ? (
        <Notice kind="bad">{sentenceOf(own.error)}</Notice>
      ) : null}
      {draft === null ? (
        <Verdicts own={own} before={before?.verdict ?? null} keyOf={keyOf} />
      ) : (
        <WordForm
          version={version}
          own={own}
          draft={draft}
          onChange={set}
          onLeave={() => setWordDraft(drafts, cmoc.id, null)}
        />
      )}
    </section>
  );
}

function Verdicts({
  own,
  before,
  keyOf,
}: {
  readonly own: OwnWord;
  readonly before: Verdict | null;
  readonly keyOf: (verdict: Verdict) => string | undefined;
}) {
  return (
    <div className="row wrap">
      {VERDICTS.map((verdict) => {
        const key = keyOf(verdict);
        return (
          <Button
            key={verdict}
            kind={verdict === 'agree' && before === null ? 'primary' : 'plain'}
            isPending={own.isPending}
            onPress={() => own.begin(verdict)}
            {...(key === undefined ? {} : { shortcut: key })}
          >
            {words[verdict]}
          </Button>
        );
      })}
    </div>
  );
}

function WordForm({
  version,
  own,
  draft,
  onChange,
  onLeave,
}: {
  readonly version: CmocVersionAnswer;
  readonly own: OwnWord;
  readonly draft: WordDraft;
  readonly onChange: (change: Partial<WordDraft>) => void;
  readonly onLeave: () => void;
}) {
  const isMoved = isOvertaken(draft, version);
  const { id, number } = version;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        own.send();
      }}
    >
      {isMoved ? (
        <Notice
          kind="warn"
          action={
            <Button onPress={() => onChange({ of: { id, number } })}>{words.read(number)}</Button>
          }
        >
          {words.moved(draft.of.number, number)}
        </Notice>
      ) : null}
      <TextField
        label={words.field[draft.verdict]}
        hint={words.fieldHint[draft.verdict]}
        value={draft.text}
        onChange={(text) => onChange({ text })}
        maxLength={LIMITS.reasonUtf16}
        rows={4}
        autoFocus={own.isBegun}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) own.send();
          if (event.key === 'Escape' && draft.text.trim() === '') onLeave();
        }}
      />
      {own.error === null ? null : (
        <Notice kind="bad">
          {isStale(own.error) && !isMoved ? words.conflict : sentenceOf(own.error)}
        </Notice>
      )}
      <div className="row wrap">
        <Button
          kind="primary"
          type="submit"
          isPending={own.isPending}
          isDisabled={isMoved || !isComplete(draft)}
        >
          {words.send[draft.verdict]}
        </Button>
        <Button onPress={onLeave}>{say.act.cancel}</Button>
      </div>
      <p className="faint small" title={signing.hashTitle}>
        {words.of(draft.of.number, isMoved ? '' : version.sha256)}
      </p>
    </form>
  );
}
