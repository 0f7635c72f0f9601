import { readFileSync } from 'node:fs';
import { sketchShape } from '@triad/realist';
import { importTranscript } from '@triad/transcripts';
import { describe, expect, test } from 'vitest';
import { Checked } from '../src/demo/study/checked.ts';
import { readTurns } from '../src/demo/study/read-turns.ts';
import type { DemoCoding, DemoSpan, DemoStudy } from '../src/demo/study/study.ts';
import { loadDemoStudy, readStudy } from '../src/demo/study/study.ts';

const folder = new URL('../src/demo/study/', import.meta.url);
const study = loadDemoStudy();
const allSpans = study.codings.flatMap((coding) => coding.spans);
const allSketches = study.codings.flatMap((coding) => coding.sketches);

function transcriptOf(id: string): DemoStudy['transcripts'][number] {
  const found = study.transcripts.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no transcript ${id}`);
  return found;
}

function codingsOf(transcript: string): DemoCoding[] {
  return study.codings.filter((coding) => coding.transcript === transcript);
}

function sharedUtf16(a: DemoSpan, b: DemoSpan): number {
  if (a.turn !== b.turn) return 0;
  return Math.max(0, Math.min(a.endUtf16, b.endUtf16) - Math.max(a.startUtf16, b.startUtf16));
}

function sameWords(a: DemoSpan, b: DemoSpan): boolean {
  return a.turn === b.turn && a.startUtf16 === b.startUtf16 && a.endUtf16 === b.endUtf16;
}

/** Simple counts of how two coders of one text differ; consolidation has the exact rules. */
function differences(one: DemoCoding, other: DemoCoding) {
  const count = { exact: 0, boundary: 0, role: 0, missed: 0, split: 0 };
  for (const a of one.spans) {
    const near = other.spans.filter((b) => sharedUtf16(a, b) > 0);
    const halves = near.filter(
      (b) => b.role === a.role && sharedUtf16(a, b) === b.quote.length && !sameWords(a, b),
    );
    if (near.length === 0) count.missed += 1;
    if (near.some((b) => sameWords(a, b) && a.role === b.role && a.role !== 'undecided'))
      count.exact += 1;
    if (near.some((b) => !sameWords(a, b) && a.role === b.role)) count.boundary += 1;
    if (
      near.some(
        (b) => sameWords(a, b) && a.role !== b.role && ![a.role, b.role].includes('undecided'),
      )
    )
      count.role += 1;
    if (halves.some((b) => halves.some((c) => b !== c && sharedUtf16(b, c) === 0)))
      count.split += 1;
  }
  return count;
}

describe('interviews of the demo study', () => {
  test('five are long enough to work in', () => {
    expect(study.transcripts).toHaveLength(5);
    for (const transcript of study.transcripts) {
      const words = transcript.turns.flatMap((turn) => turn.text.split(/\s+/u));
      expect(words.length).toBeGreaterThanOrEqual(1500);
      expect(words.length).toBeLessThanOrEqual(2400);
      expect(transcript.turns.some((turn) => turn.text.includes('\n'))).toBe(true);
    }
  });

  test('each is of one participant and one interviewer', () => {
    expect(study.transcripts.map((each) => each.participant)).toEqual(
      study.participants.map((each) => each.pseudonym),
    );
  });

  test('a reader refuses text before the first turn', () => {
    expect(() => readTurns('Hello.', 'a.txt')).toThrow('a.txt, paragraph 1');
  });

  test('a reader refuses times that go backwards', () => {
    const text = '[00:00:09] Interviewer: Yes?\n\n[00:00:02] #01: No.';
    expect(() => readTurns(text, 'a.txt')).toThrow('a.txt, paragraph 2');
  });
});

test('the importer comes to the demo’s turns', async () => {
  for (const { bytes, fileName, turns } of study.transcripts) {
    const imported = await importTranscript({ bytes, name: fileName });
    expect(imported.turns.map(({ speaker, start, text }) => ({ speaker, start, text }))).toEqual(
      turns,
    );
    expect(imported.warnings).toEqual([]);
  }
});

describe('codings of the demo study', () => {
  test('each quote stands at its offsets', () => {
    for (const { transcript, spans } of study.codings) {
      const { turns } = transcriptOf(transcript);
      const astray = spans.filter(
        ({ turn, startUtf16, endUtf16, quote }) =>
          turns[turn]?.text.slice(startUtf16, endUtf16) !== quote,
      );
      expect(astray.map((span) => span.id)).toEqual([]);
    }
  });

  test('three members code four transcripts each', () => {
    const coders = study.members.filter((member) => member.roles.includes('coder'));
    expect(coders).toHaveLength(3);
    for (const { id } of coders) {
      const complete = study.codings.filter(
        (coding) => coding.member === id && coding.state === 'complete',
      );
      expect(complete.length).toBeGreaterThanOrEqual(4);
      for (const coding of complete) expect(coding.spans.length).toBeGreaterThanOrEqual(12);
    }
    expect(allSpans.length).toBeGreaterThanOrEqual(200);
  });

  test('the last is under way with two members', () => {
    const states = codingsOf('ninety-minutes-away').map((coding) => coding.state);
    expect(states).toEqual(['complete', 'under way']);
  });

  test('coders differ in every way on every finished text', () => {
    for (const { id } of study.transcripts.slice(0, 4)) {
      const codings = codingsOf(id);
      const total = { exact: 0, boundary: 0, role: 0, missed: 0, split: 0 };
      for (const one of codings) {
        for (const other of codings) {
          if (one === other) continue;
          const found = differences(one, other);
          for (const kind of ['exact', 'boundary', 'role', 'missed', 'split'] as const)
            total[kind] += found[kind];
        }
      }
      const absent = Object.entries(total).filter(([, count]) => count === 0);
      expect({ id, absent }).toEqual({ id, absent: [] });
    }
  });

  test('one coder’s spans nest and carry two roles', () => {
    const pairs = study.codings.flatMap(({ spans }) =>
      spans.flatMap((a) => spans.filter((b) => b !== a).map((b) => [a, b] as const)),
    );
    expect(pairs.some(([a, b]) => sameWords(a, b) && a.role !== b.role)).toBe(true);
    expect(pairs.some(([a, b]) => !sameWords(a, b) && sharedUtf16(a, b) === b.quote.length)).toBe(
      true,
    );
  });

  test('some roles are unsure, some undecided', () => {
    expect(allSpans.some((span) => span.unsure)).toBe(true);
    expect(allSpans.some((span) => span.role === 'undecided')).toBe(true);
    expect(allSpans.some((span) => span.quote.includes('\n'))).toBe(true);
  });
});

describe('sketches of the demo study', () => {
  test('dyads stand beside triads', () => {
    expect(allSketches.length).toBeGreaterThanOrEqual(10);
    const shapes = new Set(allSketches.map((sketch) => sketchShape(sketch.parts)));
    expect(shapes).toContain('C–M–O triad');
    expect(shapes).toContain('C–M dyad');
    expect(shapes).toContain('M–O dyad');
    expect(shapes).toContain('C–O dyad');
  });

  test('they support, refute and qualify the statements', () => {
    const bearings = allSketches.flatMap((sketch) => sketch.bearing ?? []);
    expect(new Set(bearings.map((each) => each.bearing)).size).toBe(3);
    expect(new Set(bearings.map((each) => each.statement)).size).toBe(study.statements.length);
  });

  test('an inferred mechanism has its retroduction', () => {
    const inferred = allSketches.filter((sketch) =>
      sketch.parts.some((part) => part.role === 'M' && part.filledBy.kind === 'inferred'),
    );
    expect(inferred.length).toBeGreaterThanOrEqual(3);
    expect(inferred.filter((sketch) => sketch.memo === null)).toEqual([]);
  });

  test('parts leave their span’s role and its transcript', () => {
    const byId = new Map(allSpans.map((span) => [span.id, span]));
    const uses = allSketches.flatMap((sketch) =>
      sketch.parts.flatMap(({ role, filledBy }) =>
        filledBy.kind === 'inferred' ? [] : filledBy.spans.map((span) => ({ ...span, role })),
      ),
    );
    expect(uses.every(({ span }) => byId.has(span))).toBe(true);
    expect(uses.some(({ span, role }) => byId.get(span)?.role !== role)).toBe(true);
    expect(uses.some(({ elsewhere }) => elsewhere !== null)).toBe(true);
  });

  test('one reaches over forty paragraphs', () => {
    const { turns } = transcriptOf('one-long-black-thing');
    const paragraphsBefore = (turn: number) =>
      turns.slice(0, turn).flatMap((each) => each.text.split('\n')).length;
    const coding = codingsOf('one-long-black-thing').find((each) => each.member === 'kasia');
    const sketch = coding?.sketches.find((each) => each.id === 'k1-sketch-daughter');
    const places = sketch?.parts.flatMap(({ filledBy }) =>
      filledBy.kind === 'inferred'
        ? []
        : filledBy.spans.map(({ span }) =>
            paragraphsBefore(coding?.spans.find((each) => each.id === span)?.turn ?? 0),
          ),
    );
    expect(places).toHaveLength(2);
    expect(Math.max(...(places ?? [])) - Math.min(...(places ?? []))).toBeGreaterThanOrEqual(40);
  });
});

describe('comments of the demo study', () => {
  test('they are about all sorts of things', () => {
    const { comments } = study;
    expect(new Set(comments.map(({ on }) => on.kind))).toEqual(
      new Set(['span', 'sketch', 'comment', 'transcript', 'passage']),
    );
    expect(comments.filter(({ resolvedBy }) => resolvedBy !== null)).toHaveLength(1);
    expect(new Set(comments.map(({ author }) => author)).size).toBe(3);
  });
});

describe('a mistake in the study’s files', () => {
  type Json = {
    comments: { on: Record<string, unknown> }[];
    codings: { spans: { turn: number }[]; sketches: { parts: { spans?: string[] }[] }[] }[];
  };
  const broken = (breakIt: (json: Json) => void) => {
    const json = JSON.parse(readFileSync(new URL('study.json', folder), 'utf8')) as Json;
    breakIt(json);
    return () =>
      readStudy(new Checked(json, 'study.json '), (path) => readFileSync(new URL(path, folder)));
  };

  test('a quote in the wrong turn is named', () => {
    const load = broken((json) => {
      const span = json.codings[1]?.spans[2];
      if (span !== undefined) span.turn = 0;
    });
    expect(load).toThrow(/^study\.json codings\[1\]\.spans\[2\]: the quote of span f1-/u);
  });

  test('a part that leads nowhere is named', () => {
    const load = broken((json) => {
      const part = json.codings[0]?.sketches[0]?.parts[0];
      if (part !== undefined) part.spans = ['f1-hit'];
    });
    expect(load).toThrow('sketch i1-sketch-cuts-the-night: imogen has no span f1-hit there.');
  });

  test('a comment that leads nowhere is named', () => {
    const load = broken((json) => {
      const comment = json.comments[0];
      if (comment !== undefined) comment.on = { span: 'i1-hit' };
    });
    expect(load).toThrow('study.json comments[0].on: there is no span i1-hit on this transcript.');
  });
});
