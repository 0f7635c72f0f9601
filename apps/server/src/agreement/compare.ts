import type { Gamma, GammaOptions, TranscriptSums } from '@triad/agreement';
import { gamma, sumTranscript } from '@triad/agreement';
import type { Comparison as Compared, Disagreement, Group } from '@triad/consolidation';
import { compareCoders } from '@triad/consolidation';
import type { LeftOut, PlaceCounts } from '@triad/collab';
import type { Role } from '@triad/realist';
import { continuumOf, countsOf, LABELS } from './continuum-of.ts';
import type { TurnRow } from './continuum-of.ts';
import { countPlaces, countRoles } from './count-places.ts';
import type { RoleCount } from './count-places.ts';
import type { LayerRows, PartRow, SketchRow, TranscriptRows } from './derive-rows.ts';
import type { Reliability, RoleRows } from './reliability-table.ts';
import { reliabilityTable } from './reliability-table.ts';

/*
 * Where the coders of one transcript agree and where they part, from its rows alone: the same rows give
 * the same result.
 */

export type CompareOptions = {
  /** Keys of the speakers whose turns figures are of; null: of all. */
  readonly participants: readonly string[] | null;
  readonly gamma: GammaOptions | null;
};

/** What figures are pooled from: no words, and little enough to be read for a hundred transcripts at once. */
export type Summary = {
  readonly lengthUtf16: number;
  readonly coders: readonly {
    readonly member: string;
    readonly spans: number;
    readonly sketches: number;
    readonly lost: number;
  }[];
  readonly places: PlaceCounts;
  readonly roles: readonly RoleCount[];
  readonly leftOut: Omit<LeftOut, 'tooFewCoders'>;
  readonly all: Measures;
  /** Without spans marked unsure; null: there are none. */
  readonly sure: Measures | null;
  readonly gamma: Gamma | null;
};

export type Measures = { readonly spans: TranscriptSums; readonly table: RoleRows };

/** The rows of a transcript, and what was found in them; without anybody's words. */
export type ComparisonRows = {
  readonly lengthUtf16: number;
  readonly turns: readonly TurnRow[];
  readonly layers: readonly LayerRows[];
  readonly groups: readonly Group[];
  readonly disagreements: readonly Disagreement[];
  /** Of the table of roles. */
  readonly columns: Reliability['columns'];
};

export type Comparison = { readonly summary: Summary; readonly rows: ComparisonRows };

export function compare(
  { index, layers }: TranscriptRows,
  { participants, gamma: gammaOptions }: CompareOptions,
): Comparison {
  const lengthUtf16 = index.text.length;
  const counts = countsOf(participants);
  const found = foundIn(lengthUtf16, layers);
  const measured = continuumOf(lengthUtf16, index.turns, layers, counts);
  const unsure = countSpans(layers, ({ unsure: isUnsure }) => isUnsure);
  const { columns: _columns, ...table } = reliabilityTable(found);
  const coders = layers.map(({ member, spans, sketches, lost }) => ({
    member,
    spans: spans.length,
    sketches: sketches.length,
    lost: lost.length,
  }));
  return {
    summary: {
      lengthUtf16,
      coders,
      places: countPlaces(found, layers),
      roles: countRoles(found, layers),
      leftOut: {
        undecided: countSpans(layers, ({ role }) => role === 'undecided'),
        unsure,
        lost: layers.reduce((sum, { lost }) => sum + lost.length, 0),
        corrected: layers.reduce((sum, { corrected }) => sum + corrected, 0),
        otherTurns: measured.otherTurns,
        elsewhere: countElsewhere(layers),
      },
      all: { spans: sumTranscript(measured.continuum, LABELS), table },
      sure: unsure === 0 ? null : sureMeasures(lengthUtf16, layers, index.turns, counts),
      gamma: gammaOptions === null ? null : gamma(measured.continuum, gammaOptions),
    },
    rows: rowsOf({ index, layers }, found),
  };
}

/** What was found in rows, with them, and without anybody's words. */
export function rowsOf({ index, layers }: TranscriptRows, found: Found): ComparisonRows {
  return {
    lengthUtf16: index.text.length,
    turns: index.turns.map(({ speaker, startUtf16, endUtf16 }) => ({
      speaker,
      startUtf16,
      endUtf16,
    })),
    layers: layers.map((layer) => withoutWords(layer)),
    groups: found.groups,
    disagreements: found.disagreements,
    columns: reliabilityTable(found).columns,
  };
}

export type Found = Pick<Compared, 'coders' | 'groups' | 'disagreements' | 'configurations'>;

const NOTHING: Found = { coders: [], groups: [], disagreements: [], configurations: [] };

/** Nothing where nobody finished. */
function foundIn(lengthUtf16: number, layers: readonly LayerRows[]): Found {
  if (layers.length === 0) return NOTHING;
  return compareCoders(consolidationInput(lengthUtf16, layers));
}

/** All again of the spans that are sure: groups and configurations are others without the rest. */
function sureMeasures(
  lengthUtf16: number,
  layers: readonly LayerRows[],
  turns: readonly TurnRow[],
  counts: (speaker: string) => boolean,
): Measures {
  const sure = layers.map((layer) => ({
    ...layer,
    spans: layer.spans.filter(({ unsure }) => !unsure),
  }));
  const { continuum } = continuumOf(lengthUtf16, turns, sure, counts);
  const found = foundIn(lengthUtf16, sure);
  const { coders, rows } = reliabilityTable(found);
  return { spans: sumTranscript(continuum, LABELS), table: { coders, rows } };
}

/** As `packages/consolidation` reads it: parts and sketches of which nothing lies here are left out. */
export function consolidationInput(length: number, layers: readonly LayerRows[]) {
  return {
    length,
    coders: layers.map(({ member, spans, sketches }) => {
      const own = new Set(spans.map(({ id }) => id));
      return {
        id: member,
        spans: spans.map(({ id, start, end, role, unsure }) => ({
          id,
          start,
          end,
          label: role,
          unsure,
        })),
        sketches: sketches.flatMap((sketch) => {
          const parts = sketch.parts.flatMap((part) => partOf(part, own));
          return parts.length === 0 ? [] : [{ id: sketch.id, parts, ...bearingOf(sketch) }];
        }),
      };
    }),
  };
}

function partOf(
  { role, spans, inferred }: PartRow,
  own: ReadonlySet<string>,
): readonly ({ role: Role; spans: readonly string[] } | { role: Role; inferred: string })[] {
  if (inferred !== null) return [{ role, inferred }];
  const here = spans.filter((id) => own.has(id));
  return here.length === 0 ? [] : [{ role, spans: here }];
}

function bearingOf({ bearing }: SketchRow): { bearing?: string } {
  return bearing === null ? {} : { bearing: `${bearing.statement} ${bearing.bearing}` };
}

function countSpans(
  layers: readonly LayerRows[],
  is: (span: LayerRows['spans'][number]) => boolean,
): number {
  return layers.reduce((sum, { spans }) => sum + spans.filter(is).length, 0);
}

function countElsewhere(layers: readonly LayerRows[]): number {
  let spans = 0;
  for (const { sketches } of layers) {
    for (const { parts } of sketches) for (const part of parts) spans += part.elsewhere.length;
  }
  return spans;
}

/** What a coder wrote of their own stays in their layer. */
function withoutWords(layer: LayerRows): LayerRows {
  const bare = (part: PartRow): PartRow => ({
    ...part,
    inferred: part.inferred === null ? null : '',
  });
  return {
    ...layer,
    sketches: layer.sketches.map((sketch) => ({ ...sketch, parts: sketch.parts.map(bare) })),
  };
}
