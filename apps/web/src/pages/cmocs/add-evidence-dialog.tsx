import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { QuoteAnswer } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { CmocPart, Evidence, MarkRole } from '@triad/realist';
import { isMarkRole } from '@triad/realist';
import { useMemo, useRef, useState } from 'react';
import type * as Y from 'yjs';
import { sentenceOf } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { hasEveryWord } from '../../shell/has-every-word.ts';
import {
  FormDialog,
  Loading,
  Notice,
  RoleBadge,
  Select,
  TextField,
  toast,
} from '../../ui/index.ts';
import { agreedQuotes } from './agreed-quotes.ts';
import type { CmocGiven } from './cmoc-view.tsx';
import { addEvidence } from './edit-cmoc.ts';
import { quoteKey } from './evidence.ts';
import { partName } from './part-words.ts';
import { QuoteMeta, QuoteWords } from './quote-view.tsx';
import './add-evidence-dialog.css';

const words = cmocs.addEvidence;
const WHOLE = 'whole';
const ROW_PX = 84;

/** Agreed quotes of one transcript, of which some become evidence. */
export default function AddEvidenceDialog({
  given,
  doc,
  parts,
  evidence,
  onQuotes,
  onClose,
}: {
  readonly given: CmocGiven;
  readonly doc: Y.Doc;
  readonly parts: readonly CmocPart[];
  readonly evidence: readonly Evidence[];
  readonly onQuotes: (quotes: readonly QuoteAnswer[]) => void;
  readonly onClose: () => void;
}) {
  const { project, roles } = given;
  const overview = useQuery(queries.adjudicationOverview(project.id));
  const transcripts = overview.data?.transcripts ?? [];
  // Where the evidence is from already there is most likely more.
  const last = evidence.at(-1)?.quote.transcript;
  const [named, setNamed] = useState<string | null>(null);
  const transcript =
    named ?? transcripts.find(({ id }) => id === last)?.id ?? transcripts[0]?.id ?? null;
  const [search, setSearch] = useState('');
  const [part, setPart] = useState(WHOLE);
  const [chosen, setChosen] = useState<ReadonlyMap<string, QuoteAnswer>>(new Map());
  const { quotes, error, isLoading } = useAgreedQuotes(project.id, transcript);
  const present = new Set(evidence.map(({ quote }) => quoteKey(quote)));
  const found = useMemo(
    () => quotes.filter((quote) => hasEveryWord(`${quote.words} ${quote.speaker}`, search)),
    [quotes, search],
  );
  const partOf = parts.find(({ id }) => id === part) ?? null;
  const isTooMany = evidence.length + chosen.size > LIMITS.evidence;
  const add = (): void => {
    const added = [...chosen.values()];
    onQuotes(added);
    addEvidence(
      doc,
      added.map(({ transcript: of, span, role }) => ({
        quote: { transcript: of, span },
        part: partOf?.id ?? null,
        role: partOf?.role ?? firstRole(role, roles),
      })),
    );
    toast(words.added(added.length));
    onClose();
  };
  const toggle = (quote: QuoteAnswer): void =>
    setChosen((before) => {
      const next = new Map(before);
      if (!next.delete(quoteKey(quote))) next.set(quoteKey(quote), quote);
      return next;
    });
  const trouble = overview.error ?? error;
  return (
    <FormDialog
      onClose={onClose}
      title={words.title}
      lead={words.lead}
      size="large"
      submit={words.send(chosen.size)}
      onSubmit={add}
      isDisabled={chosen.size === 0 || isTooMany}
      error={
        isTooMany ? words.tooMany(LIMITS.evidence) : trouble === null ? null : sentenceOf(trouble)
      }
    >
      {overview.data !== undefined && transcripts.length === 0 ? (
        <Notice>{words.noTranscripts}</Notice>
      ) : (
        <>
          <div className="add-evidence-where">
            <Select
              label={words.transcript}
              placeholder={words.chooseTranscript}
              value={transcript}
              choices={transcripts.map(({ id, title }) => ({ value: id, label: title }))}
              onChange={setNamed}
            />
            <Select
              label={words.part}
              value={part}
              choices={[
                { value: WHOLE, label: cmocs.evidence.partWhole },
                ...parts.map((each) => ({
                  value: each.id as string,
                  label: partName(each, parts),
                })),
              ]}
              onChange={setPart}
            />
          </div>
          <TextField label={words.search} value={search} onChange={setSearch} />
          {isLoading ? (
            <Loading>{words.loading}</Loading>
          ) : quotes.length === 0 && transcript !== null ? (
            <Notice
              action={
                <Link
                  to="/projects/$project/adjudicate/$transcript"
                  params={{ project: project.id, transcript }}
                  className="btn"
                >
                  {words.toAdjudicate}
                </Link>
              }
            >
              {words.none}
            </Notice>
          ) : found.length === 0 ? (
            <p className="muted">{words.noneFound}</p>
          ) : (
            <QuotePicks
              found={found}
              isChosen={(quote) => chosen.has(quoteKey(quote))}
              isPresent={(quote) => present.has(quoteKey(quote))}
              onToggle={toggle}
              given={given}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

function QuotePicks({
  found,
  isChosen,
  isPresent,
  onToggle,
  given: { project, nameOf },
}: {
  readonly found: readonly QuoteAnswer[];
  readonly isChosen: (quote: QuoteAnswer) => boolean;
  readonly isPresent: (quote: QuoteAnswer) => boolean;
  readonly onToggle: (quote: QuoteAnswer) => void;
  readonly given: CmocGiven;
}) {
  const box = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is memoized here
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (at) => found[at]?.span ?? at,
    overscan: 6,
  });
  return (
    <div className="quote-picks" ref={box}>
      <ul aria-label={words.quotes} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const quote = found[index];
          if (quote === undefined) return null;
          return (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={found.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              <label className="quote-pick">
                <input type="checkbox" checked={isChosen(quote)} onChange={() => onToggle(quote)} />
                {quote.role === null ? <span /> : <RoleBadge role={quote.role} />}
                <QuoteWords quote={quote} />
              </label>
              <div className="quote-pick-meta">
                <QuoteMeta project={project.id} quote={quote} nameOf={nameOf}>
                  {isPresent(quote) ? <span className="quote-fact">{words.here}</span> : null}
                </QuoteMeta>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const NO_QUOTES: readonly QuoteAnswer[] = [];

function useAgreedQuotes(project: string, transcript: string | null) {
  const named = transcript ?? '';
  const isAsked = transcript !== null;
  const adjudication = useQuery({ ...queries.adjudication(project, named), enabled: isAsked });
  const record = useQuery({ ...queries.transcript(project, named), enabled: isAsked });
  const quotes = useMemo(
    () =>
      adjudication.data === undefined || record.data === undefined
        ? NO_QUOTES
        : agreedQuotes(adjudication.data, record.data.speakers),
    [adjudication.data, record.data],
  );
  return {
    quotes,
    error: adjudication.error ?? record.error,
    isLoading: adjudication.isLoading || record.isLoading,
  };
}

/** The role that a quote plays to begin with: its own, where the method has it. */
function firstRole(role: QuoteAnswer['role'], roles: readonly MarkRole[]): MarkRole | null {
  return isMarkRole(role) && roles.includes(role) ? role : null;
}
