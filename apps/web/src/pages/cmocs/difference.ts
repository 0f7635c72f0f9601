import type { CmocContent, CmocPart, Evidence, MarkRole, Sentence } from '@triad/realist';
import { diffArrays, diffWordsWithSpace } from 'diff';
import type { Piece } from '../history/compare-versions.ts';
import { joinNear } from '../history/compare-versions.ts';

/* What differs between two contents of one CMOC: two versions, or a version and the draft. Pure. */

export type CmocDifference = {
  /** Null where it is the same; so also below. */
  readonly title: readonly Piece[] | null;
  readonly sentence: readonly SentenceDifference[] | null;
  /** Those that differ, in the order of `after`, then those that are gone. */
  readonly parts: readonly PartDifference[];
  readonly evidence: readonly EvidenceDifference[];
  readonly narrative: readonly Piece[] | null;
};

/** Words of a sentence with their mark; `remarked` ones are the same words, marked otherwise before. */
export type SentenceDifference = { readonly words: string; readonly role: MarkRole | null } & (
  | { readonly kind: 'same' | 'removed' | 'added' }
  | { readonly kind: 'remarked'; readonly was: MarkRole | null }
);

export type PartDifference = {
  readonly kind: 'added' | 'removed' | 'changed';
  /** As it is, or was. */
  readonly part: CmocPart;
  /** Words that differ; empty unless changed. */
  readonly texts: readonly { readonly which: PartField; readonly pieces: readonly Piece[] }[];
  readonly facts: readonly FactDifference<PartFact>[];
  /** It stands elsewhere among those of its role. */
  readonly moved: boolean;
};
export type PartField = 'text' | 'resource' | 'reasoning' | 'forWhom';
export type PartFact = 'role' | 'inferred' | 'form' | 'effect' | 'sign' | 'horizon';

export type EvidenceDifference = {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly evidence: Evidence;
  readonly facts: readonly FactDifference<EvidenceFact>[];
  readonly moved: boolean;
};
export type EvidenceFact = 'part' | 'role' | 'bearing' | 'standing' | 'footing' | 'quote';

/** `true` and `false` of what is so or not; null: not said. */
export type FactDifference<Fact extends string> = {
  readonly fact: Fact;
  readonly before: string | boolean | null;
  readonly after: string | boolean | null;
};

/** Edits beyond which two texts count as quite different: comparing such takes quadratic time. */
const MOST_EDITS = 1_500;

export function differenceOf(before: CmocContent, after: CmocContent): CmocDifference {
  return {
    title: compareWords(before.title, after.title),
    sentence: compareSentences(before.sentence, after.sentence),
    parts: compareEach(before.parts, after.parts, comparePart),
    evidence: compareEach(before.evidence, after.evidence, compareEvidence),
    narrative: compareWords(before.narrative, after.narrative),
  };
}

export function isSame({ title, sentence, parts, evidence, narrative }: CmocDifference): boolean {
  const isWorded = title !== null || sentence !== null || narrative !== null;
  return !isWorded && parts.length === 0 && evidence.length === 0;
}

function compareWords(before: string, after: string): readonly Piece[] | null {
  if (before === after) return null;
  const runs = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  return joinNear(
    runs
      .filter(({ value }) => value !== '')
      .map(({ value, removed, added }) => ({
        kind: removed ? 'removed' : added ? 'added' : 'same',
        words: value,
      })),
  );
}

type Token = { readonly text: string; readonly role: MarkRole | null };

/** Word by word; the marks are compared where the words are the same. */
function compareSentences(before: Sentence, after: Sentence): readonly SentenceDifference[] | null {
  if (JSON.stringify(before) === JSON.stringify(after)) return null;
  const [old, present] = [tokensOf(before), tokensOf(after)];
  const runs = diffArrays([...old], [...present], {
    comparator: (a, b) => a.text === b.text,
    maxEditLength: MOST_EDITS,
  }) ?? [
    { value: [...old], removed: true, added: false },
    { value: [...present], removed: false, added: true },
  ];
  const pieces: SentenceDifference[] = [];
  let [atOld, atPresent] = [0, 0];
  for (const { value, removed, added } of runs) {
    for (const { text, role } of value) {
      if (removed) {
        pieces.push({ kind: 'removed', words: text, role });
        atOld += 1;
      } else if (added) {
        pieces.push({ kind: 'added', words: text, role });
        atPresent += 1;
      } else {
        const [was, is] = [old[atOld]?.role ?? null, present[atPresent]?.role ?? null];
        pieces.push(
          was === is
            ? { kind: 'same', words: text, role: is }
            : { kind: 'remarked', words: text, role: is, was },
        );
        atOld += 1;
        atPresent += 1;
      }
    }
  }
  return joinAlike(pieces);
}

/** Words, blanks and signs, each with its mark; a mark that ends within a word parts it. */
function tokensOf(sentence: Sentence): readonly Token[] {
  return sentence.flatMap(({ text, role }) =>
    (text.match(/[\p{L}\p{N}\p{M}’'-]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu) ?? []).map((token) => ({
      text: token,
      role,
    })),
  );
}

function joinAlike(pieces: readonly SentenceDifference[]): readonly SentenceDifference[] {
  const joined: SentenceDifference[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && labelOf(last) === labelOf(piece)) {
      joined[joined.length - 1] = { ...last, words: last.words + piece.words };
    } else joined.push(piece);
  }
  return joined;
}

function labelOf(piece: SentenceDifference): string {
  return `${piece.kind} ${piece.role} ${piece.kind === 'remarked' ? piece.was : ''}`;
}

type Compared<Item, Difference> = (before: Item, after: Item, moved: boolean) => Difference | null;

/** By id: what came, changed or went. */
function compareEach<
  Item extends CmocPart | Evidence,
  Difference extends PartDifference | EvidenceDifference,
>(
  before: readonly Item[],
  after: readonly Item[],
  {
    changed,
    whole,
  }: {
    readonly changed: Compared<Item, Difference>;
    readonly whole: (kind: 'added' | 'removed', item: Item) => Difference;
  },
): readonly Difference[] {
  const old = new Map<string, Item>(before.map((item) => [item.id, item]));
  const present = new Set<string>(after.map(({ id }) => id));
  const movedIds = movedOf(
    before.filter(({ id }) => present.has(id)).map(({ id }) => id),
    after.filter(({ id }) => old.has(id)).map(({ id }) => id),
  );
  return [
    ...after.flatMap((item) => {
      const was = old.get(item.id);
      return was === undefined
        ? [whole('added', item)]
        : (changed(was, item, movedIds.has(item.id)) ?? []);
    }),
    ...before.filter(({ id }) => !present.has(id)).map((item) => whole('removed', item)),
  ];
}

/** Of the same ids in two orders: the fewest that moved, the rest standing as they did. */
function movedOf(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  if (before.join() === after.join()) return new Set();
  const runs = diffArrays([...before], [...after], { maxEditLength: MOST_EDITS });
  return new Set(runs?.flatMap(({ value, added }) => (added ? value : [])) ?? after);
}

const comparePart = {
  whole: (kind: 'added' | 'removed', part: CmocPart): PartDifference => ({
    kind,
    part,
    texts: [],
    facts: [],
    moved: false,
  }),
  changed(before: CmocPart, after: CmocPart, moved: boolean): PartDifference | null {
    const texts = (['text', 'resource', 'reasoning', 'forWhom'] as const).flatMap((which) => {
      const pieces = compareWords(textOf(before, which), textOf(after, which));
      return pieces === null ? [] : [{ which, pieces }];
    });
    const facts = differing<PartFact>([
      ['role', before.role, after.role],
      ['inferred', before.inferred, after.inferred],
      ['form', before.mechanism?.form ?? null, after.mechanism?.form ?? null],
      ['effect', before.mechanism?.effect ?? null, after.mechanism?.effect ?? null],
      ['sign', before.outcome?.sign ?? null, after.outcome?.sign ?? null],
      ['horizon', before.outcome?.horizon ?? null, after.outcome?.horizon ?? null],
    ]);
    if (texts.length === 0 && facts.length === 0 && !moved) return null;
    return { kind: 'changed', part: after, texts, facts, moved };
  },
};

const compareEvidence = {
  whole: (kind: 'added' | 'removed', evidence: Evidence): EvidenceDifference => ({
    kind,
    evidence,
    facts: [],
    moved: false,
  }),
  changed(before: Evidence, after: Evidence, moved: boolean): EvidenceDifference | null {
    const facts = differing<EvidenceFact>([
      ['quote', before.quote.span, after.quote.span],
      ['part', before.part, after.part],
      ['role', before.role, after.role],
      ['bearing', before.bearing, after.bearing],
      ['standing', before.standing, after.standing],
      ['footing', before.footing, after.footing],
    ]);
    if (facts.length === 0 && !moved) return null;
    return { kind: 'changed', evidence: after, facts, moved };
  },
};

function textOf({ text, mechanism, outcome }: CmocPart, which: PartField): string {
  if (which === 'text') return text;
  if (which === 'forWhom') return outcome?.forWhom ?? '';
  return mechanism?.[which] ?? '';
}

function differing<Fact extends string>(
  facts: readonly (readonly [Fact, string | boolean | null, string | boolean | null])[],
): readonly FactDifference<Fact>[] {
  return facts.flatMap(([fact, before, after]) =>
    before === after ? [] : [{ fact, before, after }],
  );
}
