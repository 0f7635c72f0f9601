import type { CmocAnswer } from '@triad/collab';
import type { CmocContent, CmocPart } from '@triad/realist';
import type { BodyOf } from '../../api/client.ts';
import type { Allocation, Allotted } from './allocation.ts';
import { undecided } from './allocation.ts';
import { quoteKey } from './evidence.ts';

/* What a lead fills in before CMOCs are combined, or one is divided. Pure. */

/** A CMOC of which others are made. */
export type Parent = Pick<CmocAnswer, 'id' | 'number' | 'title' | 'group' | 'version'> & {
  readonly content: CmocContent;
};

/** One that is made. */
export type ChildDraft = {
  /** Tells it from the others as long as the page stands. */
  readonly key: string;
  readonly title: string;
  readonly group: string | null;
  /** The parent whose sentence and narrative it begins with. */
  readonly wording: string | null;
  /** By {@link partKey}. */
  readonly parts: ReadonlySet<string>;
};

export function partKey(parent: string, part: string): string {
  return `${parent} ${part}`;
}

/** With the wording of the first, and all parts of all. */
export function firstChild(parents: readonly Parent[], title: string): ChildDraft {
  return {
    key: crypto.randomUUID(),
    title,
    group: parents[0]?.group ?? null,
    wording: parents[0]?.id ?? null,
    parts: new Set(
      parents.flatMap(({ id, content }) => content.parts.map((part) => partKey(id, part.id))),
    ),
  };
}

export function togglePart(child: ChildDraft, key: string): ChildDraft {
  const parts = new Set(child.parts);
  if (!parts.delete(key)) parts.add(key);
  return { ...child, parts };
}

/** As it is sent, its parts in the order of the parents'. */
export function sentChild(
  { title, group, wording, parts }: ChildDraft,
  parents: readonly Parent[],
): BodyOf<'combineCmocs'>['child'] {
  return {
    title: title.trim(),
    group,
    wording,
    parts: parents.flatMap(({ id, content }) =>
      content.parts
        .filter((part) => parts.has(partKey(id, part.id)))
        .map((part) => ({ parent: id, part: part.id })),
    ),
  };
}

/** What keeps it from being sent. */
export type Lacking = {
  /** Pieces of evidence of which nothing is decided. */
  readonly quotes: number;
  readonly memo: boolean;
  readonly title: boolean;
};

export function lackingOf({
  children,
  all,
  allocation,
  memo,
}: {
  readonly children: readonly ChildDraft[];
  readonly all: readonly Allotted[];
  readonly allocation: Allocation;
  readonly memo: string;
}): Lacking {
  return {
    quotes: undecided(all, allocation).length,
    memo: memo.trim() === '',
    title: children.some(({ title }) => title.trim() === ''),
  };
}

export function isLacking({ quotes, memo, title }: Lacking): boolean {
  return quotes > 0 || memo || title;
}

/** Quotes that are evidence of more than one of these, by key. */
export function sharedQuotes(
  parents: readonly { readonly content: CmocContent }[],
): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { content } of parents) {
    for (const key of new Set(content.evidence.map(({ quote }) => quoteKey(quote)))) {
      if (seen.has(key)) shared.add(key);
      seen.add(key);
    }
  }
  return shared;
}

/** Every part with its parent, in the order of the parents. */
export function partsOf(
  parents: readonly Parent[],
): readonly { readonly parent: Parent; readonly part: CmocPart }[] {
  return parents.flatMap((parent) => parent.content.parts.map((part) => ({ parent, part })));
}
