import { LIMITS } from '@triad/collab';
import type { combineBody } from '@triad/collab';
import type { CmocContent, CmocPart, CmocPartId, Evidence, EvidenceId } from '@triad/realist';
import { MARK_ROLES } from '@triad/realist';
import type { z } from 'zod';
import { refuse } from '../refusal.ts';
import { refuseTooLarge } from './make-cmoc.ts';

/** A CMOC that is combined or divided, with what its draft says. */
export type Parent = { readonly cmoc: string; readonly content: CmocContent };
export type ChildWish = z.infer<typeof combineBody>['child'];
export type Allocation = z.infer<typeof combineBody>['quotes'][number];

/**
 * What each CMOC begins with that is made of these. Parts and evidence are copies with ids of their own; a
 * piece of evidence stays with its part where that came along. Every piece of every parent must be told
 * where it goes, nowhere too: none is lost, none made up.
 *
 * Refuses with `lineages/quotes-left` where pieces are not told of, `lineages/moved` where one, or a part,
 * is not there any more, `lineages/told-twice`, `lineages/no-child`, `cmocs/too-large`.
 */
export function planLineage(
  parents: readonly Parent[],
  children: readonly ChildWish[],
  quotes: readonly Allocation[],
  newId: () => string,
): readonly CmocContent[] {
  const whither = readAllocations(parents, children.length, quotes);
  return children.map((child, at) => {
    const parts = copyParts(parents, child, newId);
    const evidence = parents
      .flatMap(({ cmoc, content }) =>
        content.evidence
          .filter(({ id }) => whither.get(key(cmoc, id))?.has(at) === true)
          .map((piece) => ({ piece, part: parts.get(key(cmoc, piece.part ?? '')) ?? null })),
      )
      .map(({ piece, part }, order): Evidence => ({
        ...piece,
        id: newId() as EvidenceId,
        part: part?.id ?? null,
        order,
      }));
    const wording = wordingOf(parents, child);
    const content = {
      title: child.title,
      sentence: wording?.sentence ?? [],
      parts: [...parts.values()],
      narrative: wording?.narrative ?? '',
      evidence,
    };
    refuseTooLarge(content);
    return content;
  });
}

/** By parent and evidence: the indexes of the children that take it. */
function readAllocations(
  parents: readonly Parent[],
  children: number,
  quotes: readonly Allocation[],
): ReadonlyMap<string, ReadonlySet<number>> {
  const there = new Set(
    parents.flatMap(({ cmoc, content }) => content.evidence.map(({ id }) => key(cmoc, id))),
  );
  const whither = new Map<string, ReadonlySet<number>>();
  for (const { parent, evidence, children: to } of quotes) {
    const piece = key(parent, evidence);
    if (!there.has(piece)) throw refuse('lineages/moved');
    if (whither.has(piece)) throw refuse('lineages/told-twice');
    if (to.some((at) => at >= children)) throw refuse('lineages/no-child');
    whither.set(piece, new Set(to));
  }
  const left = there.size - whither.size;
  if (left > 0) throw refuse('lineages/quotes-left', left);
  return whither;
}

/** Copies of the parts that a child takes over, by parent and part, in the order in which they were named. */
function copyParts(
  parents: readonly Parent[],
  { parts }: ChildWish,
  newId: () => string,
): ReadonlyMap<string, CmocPart> {
  if (parts.length > LIMITS.cmocParts) {
    throw refuse('cmocs/too-large', LIMITS.cmocParts, LIMITS.evidence);
  }
  const copies = new Map<string, CmocPart>();
  const next = new Map(MARK_ROLES.map((role) => [role, 0]));
  for (const { parent, part } of parts) {
    const found = parents
      .find(({ cmoc }) => cmoc === parent)
      ?.content.parts.find(({ id }) => id === part);
    if (found === undefined) throw refuse('lineages/moved');
    if (copies.has(key(parent, part))) continue;
    const order = next.get(found.role) ?? 0;
    next.set(found.role, order + 1);
    copies.set(key(parent, part), { ...found, id: newId() as CmocPartId, order });
  }
  return copies;
}

function wordingOf(parents: readonly Parent[], { wording }: ChildWish): CmocContent | null {
  if (wording === null) return null;
  const parent = parents.find(({ cmoc }) => cmoc === wording);
  if (parent === undefined) throw refuse('lineages/moved');
  return parent.content;
}

function key(parent: string, id: string): string {
  return `${parent}/${id}`;
}
