import type { MeasureName, Reason } from '@triad/agreement';
import type { Bearing, Role } from '@triad/realist';
import type { z } from 'zod';
import type { agreementSettingsBody, flagPlace } from './schemas.ts';

/*
 * What the HTTP API answers about where coders agree and where they part. Everything rests on the
 * copies of closed rounds; nothing here is told to who codes the transcript blind.
 */

/** Settings of the project; each is in the methods text. */
export type AgreementSettings = z.infer<typeof agreementSettingsBody>['settings'];

export const AGREEMENT_DEFAULTS: AgreementSettings = {
  coefficients: true,
  turns: 'all',
  intervals: true,
  gamma: false,
  unfinished: false,
  late: false,
};

/** Kinds of difference, in the order in which they are listed (consolidation, section 3 and 5). */
export const SPAN_DIFFERENCES = ['split', 'missed', 'boundary', 'role', 'undecided'] as const;
export const SKETCH_DIFFERENCES = [
  'part-missing',
  'part-role',
  'bearing',
  'tied-otherwise',
] as const;
export type SpanDifference = (typeof SPAN_DIFFERENCES)[number];
export type SketchDifference = (typeof SKETCH_DIFFERENCES)[number];
export type DifferenceKind = SpanDifference | SketchDifference;
/** What is said of a group of spans; the last three are no differences. */
export type GroupKind = SpanDifference | 'agree' | 'role-elsewhere' | 'unsure';

/** Of a project: first what a sentence needs, then the figures. */
export type AgreementAnswer = {
  readonly settings: AgreementSettings;
  /** Of the settings, to be named by who changes them; 0: never changed. */
  readonly settingsVersion: number;
  /** The last time that it was worked out, or is; null: never, or the reader may not know. */
  readonly job: AgreementJob | null;
  /** With a closed round, and shown to the reader; those asked for where some were. */
  readonly transcripts: readonly AgreementTranscript[];
  /** Transcripts with a closed round that the reader codes blind now in another: nothing of them is here. */
  readonly hidden: number;
  readonly places: PlaceCounts;
  readonly figures: readonly AgreementFigure[];
  /** `coming`: they are being drawn, and are there when it is asked again in a moment. */
  readonly intervals: 'off' | 'coming' | 'there';
  /** Coder against coder. */
  readonly pairs: readonly PairFigures[];
  /** Role against role: how often two coders gave a place these; null: one of them did not mark it. */
  readonly roles: readonly { readonly a: Role; readonly b: Role | null; readonly places: number }[];
  readonly leftOut: LeftOut;
  /** How it was done, to be put into a paper. */
  readonly methods: string;
};

export type AgreementJob = {
  readonly id: string;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** Transcripts worked out, and to be. */
  readonly done: number;
  readonly total: number;
  /** Member id; null where the server began it itself. */
  readonly by: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
};

/** What a result stands on has moved on since. */
export type MovedOn = 'layers' | 'text' | 'settings' | 'method';

export type AgreementTranscript = {
  readonly id: string;
  readonly title: string;
  /** The closed round on which it rests. */
  readonly round: string;
  readonly coders: readonly {
    readonly member: string;
    readonly spans: number;
    readonly sketches: number;
    /** Spans whose words are not found in the text any more: counted in nothing. */
    readonly lost: number;
    /** Of the copy that counts, hex; null: they had no layer. */
    readonly sha256: string | null;
    /** What counts is of after the reveal (`settings.late`). */
    readonly late: boolean;
    /** Later work of theirs is there and does not count. */
    readonly laterWork: boolean;
  }[];
  /** In the round, and did not say that they were done: absent from all figures. */
  readonly notDone: readonly string[];
  /** Null while it was never worked out. */
  readonly result: {
    /** Null for who codes anything blind now: when the server was busy tells of others. */
    readonly at: string | null;
    /** SHA-256 of the state of the text that its offsets are of, hex. */
    readonly text: string;
    readonly lengthUtf16: number;
    readonly places: PlaceCounts;
    /** Empty: it is of what is there now. */
    readonly movedOn: readonly MovedOn[];
    readonly flags: number;
  } | null;
  /** It could not be worked out: a sentence that says why. */
  readonly failed: string | null;
};

export type PlaceCounts = {
  /** Groups of spans. */
  readonly places: number;
  /** Of these, on which the coders differ in any way. */
  readonly differ: number;
  /** Groups of each kind; one may be of several. */
  readonly kinds: { readonly [kind in GroupKind]: number };
  /** Of the kind `role`: which against which, the most first. */
  readonly rolePairs: readonly { readonly a: Role; readonly b: Role; readonly places: number }[];
  readonly configurations: number;
  /** Differences between two coders' sketches of one configuration. */
  readonly sketches: { readonly [kind in SketchDifference]: number };
};

/** Over spans, in the order in which they are listed; those of two coders alone are in `pairs`. */
export const SPAN_FIGURES = [
  'spanF1Exact',
  'spanF1Overlap',
  'spanF1OneToOne',
  'alphaU1995',
  'uAlpha',
  'uAlphaBinary',
  'cuAlpha',
  'cuCoverage',
  'kuAlpha',
  'kuCoverage',
  'characterAlpha',
  'gamma',
] as const satisfies readonly (MeasureName | 'gamma')[];
/** Over the table of roles. */
export const TABLE_FIGURES = [
  'observedAgreement',
  'alphaNominal',
  'alphaByCategory',
  'cohenKappa',
  'scottPi',
  'bennettS',
  'fleissKappa',
  'fleissKappaByCategory',
  'multiKappa',
  'meanPairwiseKappa',
] as const;
export type FigureName = (typeof SPAN_FIGURES)[number] | (typeof TABLE_FIGURES)[number];

/** One coefficient, pooled over the transcripts (agreement, section 9). */
export type AgreementFigure = {
  readonly name: FigureName;
  /** Over spans by their first reading, or over the roles that places have in configurations. */
  readonly of: 'spans' | 'table';
  /** Null: all together. */
  readonly role: Role | null;
  readonly value: number | null;
  /** Why there is none. */
  readonly reason: Reason | null;
  /** 95 percent, by resampling transcripts, or passages of a few; null: none was drawn, or could be. */
  readonly interval: readonly [low: number, high: number] | null;
  /** The same without spans marked unsure; null where it is undefined. */
  readonly withoutUnsure: number | null;
  /** What is counted, and how many. */
  readonly unit: 'spans' | 'parts';
  readonly n: number;
  readonly transcripts: number;
  readonly coders: number;
};

/** Of two coders' spans, on the transcripts that both finished. */
type SpanAgreement = {
  /** Spans of both. */
  readonly spans: number;
  /** Null: neither marked anything there. */
  readonly exact: number | null;
  readonly overlap: number | null;
  readonly overlapOneToOne: number | null;
};

export type PairFigures = SpanAgreement & {
  readonly a: string;
  readonly b: string;
  readonly transcripts: number;
  /** `agreement`, `kappa` and `dice` are over characters, as NVivo reports them. */
  readonly roles: readonly (SpanAgreement & {
    readonly role: Role;
    readonly agreement: number | null;
    readonly kappa: number | null;
    readonly dice: number | null;
  })[];
};

/** Told with the figures: what is not in them. */
export type LeftOut = {
  /** Spans whose role is undecided: not in figures of roles. */
  readonly undecided: number;
  /** Spans marked unsure: in the figures, with the figure without them beside it. */
  readonly unsure: number;
  readonly lost: number;
  /** In the figures: words of them were corrected since, and they stand on what is there now. */
  readonly corrected: number;
  /** Spans that lie in no participant's turn, where these alone count. */
  readonly otherTurns: number;
  /** Spans of a part that lie on another transcript. */
  readonly elsewhere: number;
  /** Transcripts with fewer than two coders who finished. */
  readonly tooFewCoders: number;
};

/** One transcript with its text: what is drawn along it, and each place side by side. */
export type TranscriptAgreementAnswer = {
  readonly transcript: AgreementTranscript;
  /** Its paragraphs joined by U+000A; all offsets are UTF-16 into this. */
  readonly text: string;
  readonly turns: readonly {
    readonly id: string;
    /** Key of a speaker in the transcript's record. */
    readonly speaker: string;
    readonly startUtf16: number;
    readonly endUtf16: number;
    readonly startSeconds: number | null;
  }[];
  readonly spans: readonly ComparedSpan[];
  readonly sketches: readonly ComparedSketch[];
  /** In the order of the text. */
  readonly groups: readonly ComparedGroup[];
  /** By group, then those of sketches. */
  readonly differences: readonly Difference[];
  readonly flags: readonly FlagAnswer[];
};

export type ComparedSpan = {
  readonly id: string;
  readonly member: string;
  readonly startUtf16: number;
  readonly endUtf16: number;
  readonly role: Role;
  readonly unsure: boolean;
  readonly memos: readonly string[];
};

export type ComparedSketch = {
  readonly id: string;
  readonly member: string;
  readonly parts: readonly {
    readonly role: Role;
    /** On this transcript. */
    readonly spans: readonly string[];
    /** Spans that lie on others. */
    readonly elsewhere: number;
    /** The coder's own words; null of a part that is quoted. */
    readonly inferred: string | null;
  }[];
  readonly restatement: string;
  readonly bearing: { readonly statement: string; readonly bearing: Bearing } | null;
  readonly memos: readonly string[];
};

export type ComparedGroup = {
  /** `g1`, `g2` …: of this result alone. */
  readonly id: string;
  readonly spans: readonly string[];
  readonly kinds: readonly GroupKind[];
  /** Coders with no span in it. */
  readonly missing: readonly string[];
  readonly hull: readonly [startUtf16: number, endUtf16: number];
  readonly shared: readonly [startUtf16: number, endUtf16: number];
  readonly splitOf?: string;
};

export type Difference = {
  /** For links: the same as long as its spans or sketches are there, whatever else changes. */
  readonly id: string;
  readonly kind: DifferenceKind;
  /** Members who differ. */
  readonly coders: readonly string[];
  /** Of spans. */
  readonly group: string | null;
  /** Of sketches; empty of spans. */
  readonly sketches: readonly string[];
};

export type FlagPlace = z.infer<typeof flagPlace>;

/** That somebody wants the lead to look at a place. */
export type FlagAnswer = {
  readonly id: string;
  readonly version: number;
  readonly place: FlagPlace;
  readonly by: string;
  readonly at: string;
  readonly note: string;
  readonly settledBy: string | null;
};
