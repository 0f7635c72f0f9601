import type { QuoteAnswer } from '@triad/collab';
import type { CmocContent, MarkRole } from '@triad/realist';
import { isMarkRole } from '@triad/realist';
import type { ReactNode } from 'react';
import { say } from '../../messages.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { RoleBadge } from '../../ui/index.ts';
import type { Piece } from '../history/compare-versions.ts';
import type {
  CmocDifference,
  EvidenceDifference,
  EvidenceFact,
  FactDifference,
  PartDifference,
  PartFact,
  SentenceDifference,
} from './difference.ts';
import { isSame } from './difference.ts';
import { quoteKey } from './evidence.ts';
import { partName, partText } from './part-words.ts';
import { QuoteWords } from './quote-view.tsx';
import './sentence-words.css';
import './difference-view.css';

const words = cmocs.history;

type Given = {
  readonly before: CmocContent;
  readonly after: CmocContent;
  readonly quotes: ReadonlyMap<string, QuoteAnswer>;
  readonly isBeside: boolean;
};

/** What differs, field by field; words in one text, or what was beside what is. */
export function DifferenceView({
  difference,
  ...given
}: Given & { readonly difference: CmocDifference }) {
  const { title, sentence, parts, evidence, narrative } = difference;
  if (isSame(difference)) return <p role="status">{words.same}</p>;
  return (
    <div className="cmoc-difference">
      {title === null ? null : (
        <Field name={words.fields.title}>
          <Sides isBeside={given.isBeside}>
            {(side) => <PieceWords pieces={title} side={side} />}
          </Sides>
        </Field>
      )}
      {sentence === null ? null : (
        <Field name={words.fields.sentence}>
          <Sides isBeside={given.isBeside}>
            {(side) => <SentencePieces pieces={sentence} side={side} />}
          </Sides>
        </Field>
      )}
      {parts.length === 0 ? null : (
        <Field name={words.fields.parts}>
          <ul>
            {parts.map((part) => (
              <PartRow key={`${part.kind} ${part.part.id}`} difference={part} given={given} />
            ))}
          </ul>
        </Field>
      )}
      {evidence.length === 0 ? null : (
        <Field name={words.fields.evidence}>
          <ul>
            {evidence.map((each) => (
              <EvidenceRow
                key={`${each.kind} ${each.evidence.id}`}
                difference={each}
                given={given}
              />
            ))}
          </ul>
        </Field>
      )}
      {narrative === null ? null : (
        <Field name={words.fields.narrative}>
          <Sides isBeside={given.isBeside}>
            {(side) => <PieceWords pieces={narrative} side={side} />}
          </Sides>
        </Field>
      )}
    </div>
  );
}

function Field({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section aria-label={name}>
      <h3 className="label">{name}</h3>
      {children}
    </section>
  );
}

type Side = 'both' | 'before' | 'after';

function Sides({
  isBeside,
  children,
}: {
  readonly isBeside: boolean;
  readonly children: (side: Side) => ReactNode;
}) {
  if (!isBeside) {
    return (
      <p dir="auto" className="read difference-text">
        {children('both')}
      </p>
    );
  }
  return (
    <div className="difference-sides">
      {(['before', 'after'] as const).map((side) => (
        <p key={side} dir="auto" className="read difference-text">
          {children(side)}
        </p>
      ))}
    </div>
  );
}

const HIDDEN = { both: null, before: 'added', after: 'removed' } as const;

/** Told apart by line, sign and words for those who listen, and not by colour alone. */
function PieceWords({ pieces, side }: { readonly pieces: readonly Piece[]; readonly side: Side }) {
  return pieces.map(({ kind, words: text }, at) =>
    kind === HIDDEN[side] ? null : (
      // Pieces have no other identity than their place.
      // oxlint-disable-next-line react/no-array-index-key
      <ChangedWords key={at} kind={kind} text={text} />
    ),
  );
}

/** Space around what was written or taken out is no part of it; where space is all, it is told by a sign. */
function ChangedWords({ kind, text }: { readonly kind: Piece['kind']; readonly text: string }) {
  if (kind === 'same') return text;
  const written = text.trim();
  if (written === '') {
    return (
      <>
        <Changed kind={kind}>{text.includes('\n') ? words.newLine : text}</Changed>
        {kind === 'added' && text.includes('\n') ? text : null}
      </>
    );
  }
  const at = text.indexOf(written);
  return (
    <>
      {text.slice(0, at)}
      <Changed kind={kind}>{written}</Changed>
      {text.slice(at + written.length)}
    </>
  );
}

function Changed({
  kind,
  children,
}: {
  readonly kind: Piece['kind'];
  readonly children: ReactNode;
}) {
  if (kind === 'same') return children;
  const Tag = kind === 'removed' ? 'del' : 'ins';
  return (
    <Tag>
      <span className="visually-hidden">
        {' '}
        {kind === 'removed' ? words.removedWord : words.addedWord}{' '}
      </span>
      {children}
      <span className="visually-hidden"> {words.endOf} </span>
    </Tag>
  );
}

function SentencePieces({
  pieces,
  side,
}: {
  readonly pieces: readonly SentenceDifference[];
  readonly side: Side;
}) {
  return pieces.map((piece, at) => {
    if (piece.kind === HIDDEN[side]) return null;
    const isRemarked = piece.kind === 'remarked';
    const role = isRemarked && side === 'before' ? piece.was : piece.role;
    const marked =
      role === null ? (
        piece.words
      ) : (
        <span
          className={`role-words ${role.toLowerCase()}${goesOn(pieces, at, side) ? ' goes-on' : ''}`}
          data-role={role}
        >
          {piece.words}
        </span>
      );
    return (
      // Pieces have no other identity than their place.
      // oxlint-disable-next-line react/no-array-index-key
      <Changed key={at} kind={isRemarked ? 'same' : piece.kind}>
        {marked}
        {isRemarked && side !== 'before' ? (
          <span className="remarked">
            {' '}
            [{words.remarked(markName(piece.was), markName(piece.role))}]
          </span>
        ) : null}
      </Changed>
    );
  });
}

/** Whether the next words that are shown bear the same mark. */
function goesOn(pieces: readonly SentenceDifference[], at: number, side: Side): boolean {
  const markOf = (piece: SentenceDifference): MarkRole | null =>
    piece.kind === 'remarked' && side === 'before' ? piece.was : piece.role;
  const [piece, next] = pieces.slice(at).filter(({ kind }) => kind !== HIDDEN[side]);
  return piece !== undefined && next !== undefined && markOf(piece) === markOf(next);
}

function markName(role: MarkRole | null): string {
  return role ?? words.unmarked;
}

function PartRow({
  difference: { kind, part, texts, facts, moved },
  given: { before, after, isBeside },
}: {
  readonly difference: PartDifference;
  readonly given: Given;
}) {
  const all = kind === 'removed' ? before.parts : after.parts;
  return (
    <li className={`difference-item ${kind}`}>
      <p className="row wrap">
        <RoleBadge role={part.role} size="small" decorative />
        <b>{words.kinds[kind]}</b>
        <span dir="auto">
          {kind === 'changed' ? partName(part, all) : partText(part) || cmocs.parts.empty}
        </span>
        {moved ? <span className="faint small">{words.moved}</span> : null}
      </p>
      {texts.map(({ which, pieces }) => (
        <div key={which}>
          <span className="faint small">{words.texts[which]}</span>
          <Sides isBeside={isBeside}>{(side) => <PieceWords pieces={pieces} side={side} />}</Sides>
        </div>
      ))}
      {facts.map((fact) => (
        <p key={fact.fact} className="small">
          {factWords(fact, partFactValue)}
        </p>
      ))}
    </li>
  );
}

function EvidenceRow({
  difference: { kind, evidence, facts, moved },
  given: { before, after, quotes },
}: {
  readonly difference: EvidenceDifference;
  readonly given: Given;
}) {
  const valueOf = (fact: EvidenceFact, value: string | boolean, isAfter: boolean): string => {
    if (fact !== 'part') return evidenceFactValue(fact, value);
    const { parts } = isAfter ? after : before;
    const part = parts.find(({ id }) => id === value);
    return part === undefined ? words.notSaid : partName(part, parts);
  };
  return (
    <li className={`difference-item ${kind}`}>
      <p className="row wrap">
        {evidence.role === null ? null : <RoleBadge role={evidence.role} size="small" decorative />}
        <b>{words.kinds[kind]}</b>
        <span className="small faint">{cmocs.evidence.bearings[evidence.bearing]}</span>
        {moved ? <span className="faint small">{words.moved}</span> : null}
      </p>
      <QuoteWords quote={quotes.get(quoteKey(evidence.quote))} />
      {facts.map((fact) => (
        <p key={fact.fact} className="small">
          {factWords(fact, valueOf)}
        </p>
      ))}
    </li>
  );
}

function factWords<Fact extends PartFact | EvidenceFact>(
  { fact, before, after }: FactDifference<Fact>,
  valueOf: (fact: Fact, value: string | boolean, isAfter: boolean) => string,
): string {
  const [was, is] = [before, after].map((value, at) =>
    value === null
      ? fact === 'part'
        ? cmocs.evidence.partWhole
        : words.notSaid
      : valueOf(fact, value, at === 1),
  );
  return words.fact(words.facts[fact], was ?? '', is ?? '');
}

function partFactValue(fact: PartFact, value: string | boolean): string {
  const { parts } = cmocs;
  if (typeof value === 'boolean') return value ? parts.inferred : parts.stated;
  if (fact === 'role') return isMarkRole(value) ? say.roles[value] : value;
  const names: Readonly<Record<string, string>> = {
    ...parts.forms,
    ...parts.effects,
    ...parts.signs,
    ...parts.horizons,
  };
  return names[value] ?? value;
}

function evidenceFactValue(fact: EvidenceFact, value: string | boolean): string {
  const { evidence } = cmocs;
  if (fact === 'quote' || typeof value === 'boolean') return words.otherQuote;
  if (fact === 'role') return isMarkRole(value) ? say.roles[value] : value;
  const names: Readonly<Record<string, string>> = {
    ...evidence.bearings,
    ...evidence.standings,
    ...evidence.footings,
  };
  return names[value] ?? value;
}
