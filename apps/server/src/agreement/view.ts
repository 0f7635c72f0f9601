import type {
  ComparedSketch,
  ComparedSpan,
  Difference,
  TranscriptAgreementAnswer,
} from '@triad/collab';
import type { Disagreement, Group } from '@triad/consolidation';
import type { ComparisonRows } from './compare.ts';
import type { LayerRows, LayerWords, TranscriptRows } from './derive-rows.ts';

/** What is shown of one transcript: the words of the text, and those of the coders beside their spans. */
export type View = Pick<
  TranscriptAgreementAnswer,
  'text' | 'turns' | 'spans' | 'sketches' | 'groups' | 'differences'
>;

export function viewOf(
  { index, layers }: TranscriptRows,
  words: readonly LayerWords[],
  { groups, disagreements }: Pick<ComparisonRows, 'groups' | 'disagreements'>,
): View {
  return {
    text: index.text,
    turns: index.turns.map(({ id, speaker, startUtf16, endUtf16, startSeconds }) => ({
      id,
      speaker,
      startUtf16,
      endUtf16,
      startSeconds,
    })),
    spans: layers.flatMap((layer, at) => spansOf(layer, words[at])),
    sketches: layers.flatMap((layer, at) => sketchesOf(layer, words[at])),
    groups,
    differences: differencesOf(groups, disagreements, layers),
  };
}

function spansOf({ member, spans }: LayerRows, words?: LayerWords): readonly ComparedSpan[] {
  return spans
    .map(({ id, start, end, role, unsure }) => ({
      id,
      member,
      startUtf16: start,
      endUtf16: end,
      role,
      unsure,
      memos: words?.memos.get(id) ?? [],
    }))
    .sort((a, b) => a.startUtf16 - b.startUtf16 || b.endUtf16 - a.endUtf16);
}

function sketchesOf(
  { member, sketches }: LayerRows,
  words?: LayerWords,
): readonly ComparedSketch[] {
  return sketches.map(({ id, bearing, parts }) => ({
    id,
    member,
    // Which they are is for those alone to know who may see that layer, too.
    parts: parts.map((part) => ({ ...part, elsewhere: part.elsewhere.length })),
    restatement: words?.restatements.get(id)?.trim() ?? '',
    bearing,
    memos: words?.memos.get(id) ?? [],
  }));
}

/**
 * Each difference under an id that holds as long as its spans or sketches do: places are numbered anew
 * with every change.
 */
export function differencesOf(
  groups: readonly Group[],
  disagreements: readonly Disagreement[],
  layers: readonly Pick<LayerRows, 'member' | 'sketches'>[],
): readonly Difference[] {
  const byGroup = new Map(groups.map((group) => [group.id, group]));
  const authors = new Map(
    layers.flatMap(({ member, sketches }) => sketches.map(({ id }) => [id, member] as const)),
  );
  return disagreements.map((found) => {
    const { kind, coders } = found;
    if ('group' in found) {
      const least = [...(byGroup.get(found.group)?.spans ?? [])].sort()[0] ?? found.group;
      return { id: `${kind}.${least}`, kind, coders, group: found.group, sketches: [] };
    }
    const least = coders.map(
      (coder) => found.sketches.filter((id) => authors.get(id) === coder).toSorted()[0] ?? '',
    );
    return { id: [kind, ...least].join('.'), kind, coders, group: null, sketches: found.sketches };
  });
}
