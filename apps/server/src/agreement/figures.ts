import type { FigureLimits, PassageText, PooledFigure } from '@triad/agreement';
import { bootstrapPassages, bootstrapTranscripts, poolFigures, poolGammas } from '@triad/agreement';
import type { AgreementFigure, FigureName, PairFigures } from '@triad/collab';
// By itself: the thread that pools figures needs nothing else of it.
import { SPAN_FIGURES } from '@triad/collab/agreement';
import { CORE_ROLES, isRole } from '@triad/realist';
import type { ComparisonRows, Measures, Summary } from './compare.ts';
import { continuumOf, countsOf } from './continuum-of.ts';
import { pairsIn } from './pair-figures.ts';
import { drawingOf } from './sampling.ts';
import { tableFigures } from './table-figures.ts';

export type FiguresRequest = {
  readonly summaries: readonly Summary[];
  readonly gamma: boolean;
  readonly intervals: boolean;
  /** Where passages are drawn: of each transcript the rows, as they were kept, and whose turns count. */
  readonly passages: readonly {
    readonly rows: Uint8Array;
    readonly participants: readonly string[] | null;
  }[];
};

export type FigureSet = {
  readonly figures: readonly AgreementFigure[];
  readonly pairs: readonly PairFigures[];
};

/** Every figure of these transcripts together, in the order in which they are listed. */
export function figuresOf(request: FiguresRequest): FigureSet {
  const { summaries, gamma, intervals } = request;
  // Of no transcript nothing can be said, not even why.
  if (summaries.length === 0) return { figures: [], pairs: [] };
  const all = summaries.map((summary) => summary.all);
  const sure = summaries.map((summary) => summary.sure ?? summary.all);
  const isSure = summaries.every((summary) => summary.sure === null);
  const pooled = poolFigures(all.map(({ spans }) => spans));
  const limits = intervals ? limitsOf(request) : null;
  return {
    figures: [
      ...spanFigures(pooled, isSure ? pooled : poolFigures(sure.map(({ spans }) => spans)), limits),
      ...(gamma ? [gammaFigure(summaries)] : []),
      ...tableFigures(tablesOf(all), isSure ? null : tablesOf(sure), intervals),
    ],
    pairs: pairsIn(pooled),
  };
}

function tablesOf(measures: readonly Measures[]) {
  return measures.map(({ table }) => table);
}

/** Whole transcripts are drawn, or passages of a few; characters never. */
function limitsOf({ summaries, passages }: FiguresRequest): readonly FigureLimits[] {
  const drawing = drawingOf(summaries.length);
  return drawing.what === 'transcripts'
    ? bootstrapTranscripts(
        summaries.map(({ all }) => all.spans),
        drawing,
      )
    : bootstrapPassages(passages.map(passageText), drawing);
}

function passageText({
  rows: kept,
  participants,
}: FiguresRequest['passages'][number]): PassageText {
  const { rows } = JSON.parse(Buffer.from(kept).toString()) as { readonly rows: ComparisonRows };
  const { lengthUtf16, turns, layers } = rows;
  const measured = continuumOf(lengthUtf16, turns, layers, countsOf(participants));
  return { continuum: measured.continuum, blocks: measured.turns };
}

function spanFigures(
  pooled: readonly PooledFigure[],
  sure: readonly PooledFigure[],
  limits: readonly FigureLimits[] | null,
): readonly AgreementFigure[] {
  const without = new Map(sure.map((each) => [keyOf(each), each.value]));
  const drawn = new Map(limits?.map((each) => [keyOf(each), each.limits]));
  const figures = pooled.flatMap((each): AgreementFigure[] => {
    const name = SPAN_FIGURES.find((known) => known === each.measure);
    if (name === undefined || each.pair !== null) return [];
    // Roles that a project need not have are listed where they are used.
    const isCore = each.label === null || (CORE_ROLES as readonly string[]).includes(each.label);
    if (!isCore && each.spans === 0) return [];
    return [
      {
        name,
        of: 'spans',
        role: isRole(each.label) ? each.label : null,
        value: each.value,
        reason: each.reason,
        interval: drawn.get(keyOf(each)) ?? null,
        withoutUnsure: without.get(keyOf(each)) ?? null,
        unit: 'spans',
        n: each.spans,
        transcripts: each.transcripts,
        coders: each.coders,
      },
    ];
  });
  // All roles together first; within, as they come: in the order of roles.
  const order = ({ name, role }: AgreementFigure): number =>
    2 * placeOf(name) + Number(role !== null);
  return figures.sort((a, b) => order(a) - order(b));
}

function placeOf(name: FigureName): number {
  return (SPAN_FIGURES as readonly string[]).indexOf(name);
}

function keyOf({ measure, label, pair }: Pick<PooledFigure, 'measure' | 'label' | 'pair'>): string {
  return JSON.stringify([measure, label, pair]);
}

function gammaFigure(summaries: readonly Summary[]): AgreementFigure {
  // As units, in which spans that overlap are one; of the transcripts whose disorders are added.
  const own = summaries.filter(
    ({ gamma }) =>
      typeof gamma?.observedDisorder.value === 'number' &&
      typeof gamma.expectedDisorder.value === 'number',
  );
  const known = summaries.flatMap(({ gamma }) => gamma ?? []);
  const { value, reason, transcripts } = poolGammas(known);
  return {
    name: 'gamma',
    of: 'spans',
    role: null,
    value,
    reason,
    interval: null,
    withoutUnsure: null,
    unit: 'spans',
    n: Math.round(
      sumOf(own.map(({ gamma, coders }) => (gamma?.unitsPerCoder ?? 0) * coders.length)),
    ),
    transcripts,
    coders: new Set(own.flatMap(({ coders }) => coders.map(({ member }) => member))).size,
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
