import type {
  ComparedGroup,
  ComparedSketch,
  ComparedSpan,
  PlaceCounts,
  TranscriptAgreementAnswer,
} from '@triad/collab';
import type { Role } from '@triad/realist';

/* What the server answers about agreement, made small for tests. */

export function spanOf(
  id: string,
  member: string,
  [startUtf16, endUtf16]: readonly [number, number],
  role: Role = 'C',
): ComparedSpan {
  return { id, member, startUtf16, endUtf16, role, unsure: false, memos: [] };
}

export function groupOf(
  id: string,
  spans: readonly ComparedSpan[],
  kinds: ComparedGroup['kinds'],
  missing: readonly string[] = [],
): ComparedGroup {
  const starts = spans.map(({ startUtf16 }) => startUtf16);
  const ends = spans.map(({ endUtf16 }) => endUtf16);
  return {
    id,
    spans: spans.map((span) => span.id),
    kinds,
    missing,
    hull: [Math.min(...starts), Math.max(...ends)],
    shared: [Math.max(...starts), Math.min(...ends)],
  };
}

export function sketchOf(
  id: string,
  member: string,
  parts: readonly (readonly [role: Role, ...spans: string[]])[],
): ComparedSketch {
  return {
    id,
    member,
    parts: parts.map(([role, ...spans]) => ({ role, spans, elsewhere: 0, inferred: null })),
    restatement: '',
    bearing: null,
    memos: [],
  };
}

export function countsOf(
  changes: Partial<Omit<PlaceCounts, 'kinds' | 'sketches'>> & {
    readonly kinds?: Partial<PlaceCounts['kinds']>;
    readonly sketches?: Partial<PlaceCounts['sketches']>;
  },
): PlaceCounts {
  return {
    places: 0,
    differ: 0,
    rolePairs: [],
    configurations: 0,
    ...changes,
    kinds: {
      split: 0,
      missed: 0,
      boundary: 0,
      role: 0,
      undecided: 0,
      agree: 0,
      'role-elsewhere': 0,
      unsure: 0,
      ...changes.kinds,
    },
    sketches: {
      'part-missing': 0,
      'part-role': 0,
      bearing: 0,
      'tied-otherwise': 0,
      ...changes.sketches,
    },
  };
}

export function answerOf(changes: Partial<TranscriptAgreementAnswer>): TranscriptAgreementAnswer {
  return {
    transcript: {
      id: 't',
      title: 'T',
      round: 'r',
      coders: [],
      notDone: [],
      result: null,
      failed: null,
    },
    text: 'x'.repeat(200),
    turns: [],
    spans: [],
    sketches: [],
    groups: [],
    differences: [],
    flags: [],
    ...changes,
  };
}
