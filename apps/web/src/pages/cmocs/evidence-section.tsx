import { useVirtualizer } from '@tanstack/react-virtual';
import type { QuoteAnswer } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import type { Bearing, CmocPart, Evidence } from '@triad/realist';
import { BEARINGS } from '@triad/realist';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { cmocs } from '../../messages/cmocs.ts';
import { Button, RadioGroup } from '../../ui/index.ts';
import type { CmocGiven } from './cmoc-view.tsx';
import { countEvidence, onlySupporter, quoteKey } from './evidence.ts';
import { EvidenceRow } from './evidence-row.tsx';
import type { CmocMemos } from './use-draft.ts';
import './evidence-section.css';

const AddEvidenceDialog = lazy(() => import('./add-evidence-dialog.tsx'));
const words = cmocs.evidence;

/** Pieces up to which all are drawn; of more only those near the view. */
const MOST_DRAWN = 60;
const ROW_PX = 112;

type Props = {
  readonly given: CmocGiven;
  readonly parts: readonly CmocPart[];
  readonly evidence: readonly Evidence[];
  readonly memos: CmocMemos;
  readonly quotes: ReadonlyMap<string, QuoteAnswer>;
};

/** The quotes for and against a CMOC, and its caveats, with what can be counted of them. */
export function EvidenceSection({
  onQuotes,
  ...props
}: Props & { readonly onQuotes: (quotes: readonly QuoteAnswer[]) => void }) {
  const { given, evidence, quotes, parts } = props;
  const [bearing, setBearing] = useState<Bearing | 'all'>('all');
  const [isAdding, setIsAdding] = useState(false);
  const counts = useMemo(() => countEvidence(evidence, quotes), [evidence, quotes]);
  const only = useMemo(() => onlySupporter(evidence, quotes), [evidence, quotes]);
  const shown = useMemo(
    () => (bearing === 'all' ? evidence : evidence.filter((each) => each.bearing === bearing)),
    [evidence, bearing],
  );
  const kinds = BEARINGS.filter((each) => counts[each] > 0);
  return (
    <section aria-labelledby="cmoc-evidence" className="cmoc-section">
      <div className="row wrap cmoc-evidence-head">
        <h2 id="cmoc-evidence">{words.title}</h2>
        {evidence.length === 0 ? null : (
          <span className="faint">
            {words.counts(
              counts.quotes,
              counts.participants,
              words.bearingCounts(counts.supports, counts.refutes, counts.caveat),
            )}
          </span>
        )}
        <span className="grow" />
        {given.writing === null ? null : (
          <Button
            icon={<Plus size={14} aria-hidden="true" />}
            isDisabled={evidence.length >= LIMITS.evidence}
            onPress={() => setIsAdding(true)}
          >
            {words.add}
          </Button>
        )}
      </div>
      {only === null ? null : <p className="small muted">{words.onePerson(only)}</p>}
      {kinds.length < 2 ? null : (
        <RadioGroup
          label={words.filter}
          hideLabel
          orientation="horizontal"
          value={bearing}
          choices={[
            { value: 'all', label: words.all },
            ...BEARINGS.map((value) => ({
              value,
              label: words.filters[value],
              isDisabled: counts[value] === 0,
            })),
          ]}
          onChange={setBearing}
        />
      )}
      {evidence.length === 0 ? (
        <p className="muted">
          {words.none} {words.noneBody}
        </p>
      ) : shown.length === 0 ? (
        <p className="muted">{words.noneSuch}</p>
      ) : (
        <EvidenceList {...props} evidence={shown} />
      )}
      <Suspense>
        {isAdding && given.writing !== null ? (
          <AddEvidenceDialog
            given={given}
            doc={given.writing.doc}
            parts={parts}
            evidence={evidence}
            onQuotes={onQuotes}
            onClose={() => setIsAdding(false)}
          />
        ) : null}
      </Suspense>
    </section>
  );
}

function EvidenceList({ given, parts, evidence, memos, quotes }: Props) {
  const { answer } = given;
  const serves = useMemo(() => {
    const by = new Map<string, (typeof answer.alsoIn)[number][]>();
    for (const each of answer.alsoIn) {
      const key = quoteKey(each);
      by.set(key, [...(by.get(key) ?? []), each]);
    }
    return by;
  }, [answer]);
  const memosOf = useMemo(() => {
    const by = new Map<string, CmocMemos[number][]>();
    for (const memo of memos) {
      for (const { kind, id } of memo.links) {
        if (kind === 'evidence') by.set(id, [...(by.get(id) ?? []), memo]);
      }
    }
    return by;
  }, [memos]);
  const row = (piece: Evidence, at: number) => {
    const key = quoteKey(piece.quote);
    return (
      <EvidenceRow
        piece={piece}
        quote={quotes.get(key)}
        alsoIn={serves.get(key)}
        memos={memosOf.get(piece.id)}
        parts={parts}
        given={given}
        place={words.of(at + 1, evidence.length)}
      />
    );
  };
  if (evidence.length > MOST_DRAWN) return <LongList evidence={evidence} row={row} />;
  return (
    <ul className="cmoc-evidence-list">
      {evidence.map((piece, at) => (
        <li key={piece.id}>{row(piece, at)}</li>
      ))}
    </ul>
  );
}

/** Rows near the view, in the scroll of the page. */
function LongList({
  evidence,
  row,
}: {
  readonly evidence: readonly Evidence[];
  readonly row: (piece: Evidence, at: number) => React.ReactNode;
}) {
  const box = useRef<HTMLUListElement>(null);
  const [marginPx, setMarginPx] = useState(0);
  const scroller = (): HTMLElement | null => document.getElementById('main');
  useLayoutEffect(() => {
    const page = scroller();
    const body = page?.firstElementChild ?? null;
    if (page === null || body === null) return;
    const measure = (): void => {
      if (box.current === null) return;
      const top = box.current.getBoundingClientRect().top - page.getBoundingClientRect().top;
      setMarginPx(Math.round(top + page.scrollTop));
    };
    measure();
    // What stands above grows as it is written.
    const resized = new ResizeObserver(measure);
    for (const section of body.children) resized.observe(section);
    return () => resized.disconnect();
  }, []);
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is memoized here
  const rows = useVirtualizer({
    count: evidence.length,
    getScrollElement: scroller,
    estimateSize: () => ROW_PX,
    getItemKey: (at) => evidence[at]?.id ?? at,
    overscan: 6,
    scrollMargin: marginPx,
  });
  return (
    <ul ref={box} className="cmoc-evidence-list long" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index, start, key }) => {
        const piece = evidence[index];
        return piece === undefined ? null : (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-setsize={evidence.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - marginPx}px)` }}
          >
            {row(piece, index)}
          </li>
        );
      })}
    </ul>
  );
}
