import { consolidationInput } from '../compare.ts';
import { continuumOf, countsOf } from '../continuum-of.ts';
import { valuesOf } from '../reliability-table.ts';
import { differencesOf } from '../view.ts';
import type { ExportRequest } from './export-agreement.ts';
import type { ExportedTranscript } from './sheets.ts';

/**
 * As one object. What stands under `agreement`, `table` and `consolidation` of a transcript is what
 * `pnpm triad agreement` and `pnpm triad consolidate` read, so that everything can be worked out anew.
 */
export function exportedJson({ answer, transcripts, names, at }: ExportRequest): unknown {
  const { settings, places, figures, pairs, roles, leftOut, methods } = answer;
  return {
    exportedAt: at,
    coders: names,
    settings,
    methods,
    places,
    leftOut,
    figures,
    pairs,
    roles,
    transcripts: transcripts.map((transcript) => transcriptJson(transcript)),
  };
}

function transcriptJson({ about, round, rows, table, participants }: ExportedTranscript): unknown {
  const { lengthUtf16, turns, layers, groups, disagreements } = rows;
  const { continuum } = continuumOf(lengthUtf16, turns, layers, countsOf(participants));
  return {
    title: about.title,
    round,
    layers: about.coders,
    notDone: about.notDone,
    text: about.result?.text ?? null,
    movedOn: about.result?.movedOn ?? [],
    agreement: continuum,
    table: { coders: table.coders, columns: rows.columns, table: table.rows.map(valuesOf) },
    consolidation: consolidationInput(lengthUtf16, layers),
    places: groups,
    differences: differencesOf(groups, disagreements, layers),
  };
}
