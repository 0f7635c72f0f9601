import type {
  DocumentAnswer,
  LateChanges,
  LateKind,
  LayerDigest,
  TextIndex,
  TranscriptAnswer,
} from '@triad/collab';
import { parseDocumentName } from '@triad/collab';
import type * as Y from 'yjs';
import { takeDocument } from '../collab/index.ts';
import type { OpenDocument } from '../collab/index.ts';
import type { CopyPlace } from '../device/copies.ts';
import { listLanes } from './lane-names.ts';
import type { LaneNames } from './lane-names.ts';
import { laneFor, laneOf, memberOf, otherRoundOf } from './lanes.ts';
import { LateWork } from './late-work.ts';
import { createLayerModel } from './layer-model.ts';
import type { LayerModel, LostSpan, MemoView, SketchView } from './layer-model.ts';
import type { MarkChange, PlacedSpan } from './marks.ts';
import { afterPaint, signal } from './signal.ts';

/** Names a span, or a sketch, on the page. */
export type SpanRef = { readonly member: string; readonly span: string };
export type SketchRef = { readonly member: string; readonly sketch: string };

/** A layer by its lane, and how many spans it has. */
export type CountedLayer = { readonly member: string; readonly spans: number };

export type LayersOptions = {
  readonly transcript: TranscriptAnswer;
  readonly me: string;
  /** The round that the page is about. */
  readonly round: string;
  /** Where this device may keep one's own layers; null where it may not. */
  readonly place: CopyPlace | null;
  /** Layers of other rounds that are to be shown as before, as lanes. */
  readonly shownBefore: readonly string[];
  readonly names: () => LaneNames;
  /** The text that the spans are of. */
  readonly text: {
    readonly doc: Y.Doc;
    readonly isThere: () => boolean;
    readonly index: () => TextIndex;
  };
  /** What becomes of one's own layer is another. */
  readonly onState: () => void;
  /** One's own layer is there, to be written. */
  readonly onOwn: (doc: Y.Doc) => void;
  /** Layers are there that were not: in a task after a frame, once for several. */
  readonly onArrived: () => void;
  readonly onSpans: (lane: string, change: MarkChange) => void;
  readonly onNotes: () => void;
  /** Something of what may be late is another; {@link Layers.settleLate} says whether anything is. */
  readonly onLate: () => void;
};

/** How long layers that arrive one by one are gathered before they are drawn, milliseconds. */
const GATHER_MS = 400;

type Layer = { readonly open: OpenDocument; model: LayerModel | null };

/**
 * The layers of one transcript on one page, by their lanes: which are open, which of them are shown,
 * and what those hold. One's own is opened first, the others once one can begin.
 */
export class Layers {
  /** Lanes that are shown; set by {@link show}. */
  readonly visible = signal<ReadonlySet<string>>(new Set());
  /** Whether this person has a layer of their own here, to be written now. */
  readonly canCode: boolean;

  readonly #options: LayersOptions;
  readonly #open = new Map<string, Layer>();
  readonly #late: LateWork;
  /** Lanes of other rounds that somebody wanted to see. */
  readonly #wanted: Set<string>;
  #documents: readonly DocumentAnswer[];
  #hasOwn = false;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #destroyed = false;

  constructor(options: LayersOptions) {
    this.#options = options;
    this.#documents = options.transcript.documents;
    this.canCode = this.#documents.some(
      (head) => head.writable && this.#laneOf(head) === options.me,
    );
    this.#wanted = new Set(options.shownBefore.filter((lane) => otherRoundOf(lane) !== null));
    this.#late = new LateWork((lane) => this.model(lane)?.doc ?? null, options.onLate);
  }

  /** What is there to be opened, also what came to be since, e.g. when a colleague begins. */
  setDocuments(documents: readonly DocumentAnswer[]): void {
    this.#documents = documents;
    this.#openMore();
  }

  /** The text is there, so that layers can be read. */
  begin(): void {
    for (const lane of this.#open.keys()) this.#changed(lane);
    this.#openMore();
  }

  #openMore(): void {
    const { me, place, text } = this.#options;
    const mayBegin = text.isThere() && (!this.canCode || this.#own?.loaded() === true);
    for (const head of this.#documents) {
      const lane = this.#laneOf(head);
      if (lane === null || this.#open.has(lane)) continue;
      if (lane !== me && !mayBegin) continue;
      if (otherRoundOf(lane) !== null && !this.#wanted.has(lane)) continue;
      const open = takeDocument(head, memberOf(lane) === me ? place : null);
      this.#open.set(lane, { open, model: null });
      this.visible.set(new Set([...this.visible.get(), lane]));
      open.subscribe(() => this.#changed(lane));
      this.#changed(lane);
    }
  }

  #changed(lane: string): void {
    const { me, text } = this.#options;
    const layer = this.#open.get(lane);
    if (layer === undefined || this.#destroyed) return;
    const isOwn = lane === me && layer.open.head.writable;
    if (isOwn) this.#options.onState();
    if (layer.model !== null || !layer.open.loaded() || !text.isThere()) return;
    layer.model = createLayerModel(lane, layer.open.doc, text, {
      onSpans: (change) => this.#options.onSpans(lane, change),
      onNotes: this.#options.onNotes,
    });
    if (isOwn && !this.#hasOwn) {
      this.#hasOwn = true;
      this.#options.onOwn(layer.open.doc);
      this.#openMore();
    }
    // One's own at once, those of others when all that were asked for are there, or after a while.
    if (lane === me || this.areAllThere) this.#arrived();
    else this.#gathering ??= setTimeout(() => this.#arrived(), GATHER_MS);
  }

  readonly #arrived = afterPaint(() => {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    if (!this.#destroyed) this.#options.onArrived();
  });

  /** Shows these lanes alone, and opens those of them that nobody has looked at yet. */
  show(lanes: ReadonlySet<string>): void {
    this.visible.set(lanes);
    for (const lane of lanes) if (otherRoundOf(lane) !== null) this.#wanted.add(lane);
    this.#openMore();
  }

  // ---- which there are

  get areAllThere(): boolean {
    return [...this.#open.values()].every(({ model }) => model !== null);
  }

  get #own(): OpenDocument | undefined {
    return this.#open.get(this.#options.me)?.open;
  }

  /** One's own, where it may be written. */
  writable(): OpenDocument | null {
    return this.#own?.head.writable === true ? this.#own : null;
  }

  has(lane: string): boolean {
    return this.#open.has(lane);
  }

  /** Those that were opened, oneself first; those of other rounds once they are shown. */
  listed(): readonly CountedLayer[] {
    return this.#counted([...this.#open.keys()]);
  }

  /** Those of other rounds that can be shown beside those of this one. */
  ofOtherRounds(): readonly CountedLayer[] {
    const lanes = this.#documents.map((head) => this.#laneOf(head));
    return this.#counted(lanes.filter((lane) => lane !== null && otherRoundOf(lane) !== null));
  }

  #counted(lanes: readonly (string | null)[]): readonly CountedLayer[] {
    return listLanes(
      this.#options.names(),
      lanes.filter((lane) => lane !== null),
      { me: this.#options.me, spansIn: (lane) => this.#spansIn(lane) },
    );
  }

  #spansIn(lane: string): number {
    const model = this.model(lane);
    if (model !== null) return model.placed.size + model.lost.size;
    const round = otherRoundOf(lane);
    const counted = this.#options.transcript.layers.find(
      (layer) => layer.round === round && layer.member === memberOf(lane),
    );
    return counted?.spans ?? 0;
  }

  #laneOf(head: DocumentAnswer): string | null {
    return laneOf(head, this.#options.round);
  }

  /** Where a layer stands on this page. */
  laneOf(member: string, round: string): string {
    return laneFor(member, round, this.#options.round);
  }

  /** The round in which a layer stands; empty where it is not open. */
  roundOf(lane: string): string {
    const name = parseDocumentName(this.#open.get(lane)?.open.head.name ?? '');
    return name?.kind === 'layer' ? name.round : '';
  }

  // ---- what they hold

  /** Null until it is there. */
  model(lane: string): LayerModel | null {
    return this.#open.get(lane)?.model ?? null;
  }

  /** All that are there, and whether each is shown. */
  models(): readonly { readonly model: LayerModel; readonly isShown: boolean }[] {
    const visible = this.visible.get();
    return [...this.#open].flatMap(([lane, { model }]) =>
      model === null ? [] : [{ model, isShown: visible.has(lane) }],
    );
  }

  #shown(): readonly LayerModel[] {
    return this.models().flatMap(({ model, isShown }) => (isShown ? [model] : []));
  }

  /** A span by its name, where it stands; null where it does not stand in the text. */
  placed(ref: SpanRef | null): PlacedSpan | null {
    return ref === null ? null : (this.model(ref.member)?.placed.get(ref.span) ?? null);
  }

  /** All spans that are shown. */
  spans(): readonly PlacedSpan[] {
    return this.#shown().flatMap((model) => [...model.placed.values()]);
  }

  get spanCount(): number {
    return this.#shown().reduce((sum, { placed }) => sum + placed.size, 0);
  }

  /** One's own spans in the order of the text. */
  ownSpans(): readonly PlacedSpan[] {
    const own = this.model(this.#options.me)?.placed.values() ?? [];
    return [...own].sort((a, b) => a.startUtf16 - b.startUtf16);
  }

  /** Spans that are shown but whose words were not found in the text, one's own first. */
  lost(): readonly LostSpan[] {
    const { me } = this.#options;
    return this.#shown()
      .flatMap((model) => [...model.lost.values()])
      .sort((a, b) => Number(b.member === me) - Number(a.member === me));
  }

  sketches(): readonly SketchView[] {
    return this.#shown().flatMap((model) => model.sketches());
  }

  memos(): readonly MemoView[] {
    return this.#shown().flatMap((model) => model.memos());
  }

  // ---- what was made after the reveal

  /** What a layer held when its round was revealed, where it was opened again since. */
  setRevealed(lane: string, revealed: LayerDigest | null): void {
    this.#late.set(lane, revealed);
  }

  /** Whether anything is late, or late no more, that was not so when this was last asked. */
  settleLate(): boolean {
    return this.#late.settle();
  }

  /** What of a layer was made after the reveal; null where it was not opened again, or is not shown. */
  lateIn(lane: string): LateChanges | null {
    return this.#late.of(lane);
  }

  isLate(kind: LateKind, lane: string, id: string): boolean {
    return this.#late.has(kind, lane, id);
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#gathering);
    this.#late.destroy();
    for (const { open, model } of this.#open.values()) {
      model?.destroy();
      open.destroy();
    }
  }
}
