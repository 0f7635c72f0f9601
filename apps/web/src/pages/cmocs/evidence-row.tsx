import { Link } from '@tanstack/react-router';
import type { CmocAnswer, QuoteAnswer } from '@triad/collab';
import type { Bearing, CmocPart, Evidence, Footing, MarkRole, Standing } from '@triad/realist';
import { BEARINGS, FOOTINGS, STANDINGS } from '@triad/realist';
import { NotebookPen, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { memo } from 'react';
import type * as Y from 'yjs';
import { say } from '../../messages.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { IconButton, RoleBadge, toast } from '../../ui/index.ts';
import { ChipSelect } from './chip-select.tsx';
import type { CmocGiven } from './cmoc-view.tsx';
import { addMemo, changeEvidence, removeEvidence, restoreEvidence } from './edit-cmoc.ts';
import { partName } from './part-words.ts';
import { QuoteMeta, QuoteWords } from './quote-view.tsx';
import type { CmocMemos } from './use-draft.ts';

const words = cmocs.evidence;
const NONE = 'none';

/** One quote with its role, its bearing and the rest of what is said of it in this CMOC. */
export const EvidenceRow = memo(function EvidenceRow({
  piece,
  quote,
  alsoIn,
  memos,
  parts,
  given,
  place,
}: {
  readonly piece: Evidence;
  /** Undefined until the server has told of it. */
  readonly quote: QuoteAnswer | undefined;
  readonly alsoIn: CmocAnswer['alsoIn'] | undefined;
  readonly memos: CmocMemos | undefined;
  readonly parts: readonly CmocPart[];
  readonly given: CmocGiven;
  /** Which of how many, for the names of its fields. */
  readonly place: string;
}) {
  const { project, nameOf, writing } = given;
  const { role, bearing, standing, footing, part } = piece;
  const partOf = parts.find(({ id }) => id === part);
  return (
    <article className="cmoc-evidence" aria-label={place}>
      <span className="cmoc-evidence-role">
        {role === null ? <span className="faint">–</span> : <RoleBadge role={role} />}
      </span>
      <div className="cmoc-evidence-quote">
        <QuoteWords quote={quote} />
      </div>
      {writing === null ? (
        <span className={`cmoc-evidence-bearing ${bearing}`}>{bearingLabel(bearing)}</span>
      ) : (
        <ChipSelect
          label={`${place}: ${words.bearing}`}
          className={`cmoc-evidence-bearing ${bearing}`}
          value={bearing}
          choices={BEARINGS.map((value) => ({ value, label: bearingLabel(value) }))}
          onChange={(next) => changeEvidence(writing.doc, piece.id, { bearing: next })}
        />
      )}
      <div className="cmoc-evidence-meta">
        <QuoteMeta project={project.id} quote={quote} nameOf={nameOf}>
          {writing === null ? (
            <>
              {standing === null ? null : <Fact>{words.standings[standing]}</Fact>}
              {footing === null ? null : <Fact>{words.footings[footing]}</Fact>}
              {partOf === undefined ? null : <Fact>{partName(partOf, parts)}</Fact>}
            </>
          ) : null}
          {alsoIn?.map(({ cmoc, role: there }) => (
            <AlsoIn key={`${cmoc} ${there}`} given={given} cmoc={cmoc} role={there} />
          ))}
        </QuoteMeta>
        {writing === null ? null : (
          <EvidenceFields
            piece={piece}
            parts={parts}
            given={given}
            doc={writing.doc}
            place={place}
          />
        )}
        {memos?.map(({ id, by, text }) =>
          text === '' ? null : (
            <p key={id} className="cmoc-evidence-memo" dir="auto">
              <span className="faint">
                {words.memo}, {nameOf(by)}:{' '}
              </span>
              {text}
            </p>
          ),
        )}
      </div>
      {writing === null ? null : (
        <span className="cmoc-evidence-acts">
          <IconButton
            icon={<NotebookPen size={14} />}
            label={`${cmocs.parts.memo}: ${place}`}
            onPress={() => {
              addMemo(writing.doc, {
                by: project.me,
                link: { kind: 'evidence', id: piece.id },
                now: new Date().toISOString(),
              });
              document.getElementById('cmoc-memos')?.scrollIntoView({ block: 'start' });
            }}
          />
          <IconButton
            icon={<Trash2 size={14} />}
            label={`${words.remove}: ${place}`}
            onPress={() => {
              removeEvidence(writing.doc, piece.id);
              toast(words.removed, {
                action: {
                  label: words.undo,
                  onAction: () => restoreEvidence(writing.doc, piece),
                },
              });
            }}
          />
        </span>
      )}
    </article>
  );
});

function Fact({ children }: { readonly children: ReactNode }) {
  return (
    <span dir="auto" className="quote-fact">
      {children}
    </span>
  );
}

function AlsoIn({
  given: { project, list },
  cmoc,
  role,
}: {
  readonly given: CmocGiven;
  readonly cmoc: string;
  readonly role: CmocAnswer['alsoIn'][number]['role'];
}) {
  const other = list.cmocs.find(({ id }) => id === cmoc);
  // What was retired became something else, which is named here itself.
  if (other === undefined || other.state === 'retired') return null;
  return (
    <span className="quote-fact">
      <Link
        to="/projects/$project/cmocs/$cmoc"
        params={{ project: project.id, cmoc }}
        title={other.title}
      >
        {words.alsoIn(role === null ? null : say.roles[role], other.number)}
      </Link>
    </span>
  );
}

function EvidenceFields({
  piece: { id, role, standing, footing, part },
  parts,
  given: { roles },
  doc,
  place,
}: {
  readonly piece: Evidence;
  readonly parts: readonly CmocPart[];
  readonly given: CmocGiven;
  readonly doc: Y.Doc;
  readonly place: string;
}) {
  const of = (field: string): string => `${place}: ${field}`;
  return (
    <p className="cmoc-evidence-fields">
      <ChipSelect<MarkRole | typeof NONE>
        label={of(words.role)}
        value={role ?? NONE}
        choices={[
          ...roles.map((value) => ({ value, label: say.roles[value].toLowerCase() })),
          { value: NONE, label: words.noRole },
        ]}
        onChange={(next) => changeEvidence(doc, id, { role: next === NONE ? null : next })}
      />
      <ChipSelect<string>
        label={of(words.part)}
        value={part ?? NONE}
        choices={[
          { value: NONE, label: words.partWhole },
          ...parts.map((each) => ({ value: each.id as string, label: partName(each, parts) })),
        ]}
        onChange={(next) => {
          const chosen = parts.find((each) => each.id === next);
          // Evidence for a part plays its role, unless it is said to play another afterwards.
          changeEvidence(doc, id, {
            part: chosen?.id ?? null,
            ...(chosen === undefined ? {} : { role: chosen.role }),
          });
        }}
      />
      <ChipSelect<Standing | typeof NONE>
        label={of(words.standing)}
        value={standing ?? NONE}
        choices={[
          { value: NONE, label: words.standingNotSaid },
          ...STANDINGS.map((value) => ({ value, label: words.standings[value] })),
        ]}
        onChange={(next) => changeEvidence(doc, id, { standing: next === NONE ? null : next })}
      />
      <ChipSelect<Footing | typeof NONE>
        label={of(words.footing)}
        value={footing ?? NONE}
        choices={[
          { value: NONE, label: words.footingNotSaid },
          ...FOOTINGS.map((value) => ({ value, label: words.footings[value] })),
        ]}
        onChange={(next) => changeEvidence(doc, id, { footing: next === NONE ? null : next })}
      />
    </p>
  );
}

function bearingLabel(bearing: Bearing): string {
  return `${words.signs[bearing]} ${words.bearings[bearing]}`;
}
