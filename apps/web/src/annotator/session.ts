import type {
  CommentAnswer,
  CommentPlace,
  FollowedText,
  IndexedTurn,
  MemberAnswer,
  TextIndex,
  TranscriptAnswer,
} from '@triad/collab';
import {
  CLOSE,
  followText,
  locateComment,
  makeAnchor,
  resolveAnchor,
  trimRange,
  turnAt,
} from '@triad/collab';
import { ROLES } from '@triad/realist';
import type { Anchor, TextRange } from '@triad/realist';
import type { EditorView } from 'prosemirror-view';
import { takeDocument } from '../collab/index.ts';
import type { DocumentState, OpenDocument } from '../collab/index.ts';
import type { CopyPlace } from '../device/copies.ts';
import { annotator as words } from '../messages/annotator.ts';
import { say } from '../messages.ts';
import { Coding } from './coding.ts';
import { Colleagues } from './colleagues.ts';
import type { Colleague } from './colleagues.ts';
import { Following } from './following.ts';
import type { CommandId } from './keys.ts';
import { initialsOfLane, nameOfLane } from './lane-names.ts';
import type { LaneNames, OtherRounds } from './lane-names.ts';
import { otherRoundOf } from './lanes.ts';
import { Layers } from './layers.ts';
import type { SketchRef, SpanRef } from './layers.ts';
import type { ListFilter } from './listing.ts';
import { listSpans } from './listing.ts';
import type { MarkChange, PlacedSpan } from './marks.ts';
import { MarkStore } from './marks.ts';
import type { Places } from './scene.ts';
import { Scene } from './scene.ts';
import { afterPaint, signal } from './signal.ts';
import { snapTo } from './snapping.ts';
import type { Snapping } from './snapping.ts';
import type { ReturnedTurn } from './returned-turns.ts';
import { TextEditing } from './text-editing.ts';
import type { ThreadedSketch } from './threads.ts';
import { worstState } from './worst-state.ts';

/** The lanes in the margin: who stands in which column, and where the first begins. */
export type Columns = {
  readonly members: readonly string[];
  readonly widthPx: number;
  readonly leftPx: number;
};

export type SessionOptions = {
  readonly transcript: TranscriptAnswer;
  readonly members: readonly MemberAnswer[];
  readonly me: string;
  /** Where this device may keep the text and one's own layers; null where it may not. */
  readonly place: CopyPlace | null;
  /** The round that the page is about; own marks go into it, if it takes any. */
  readonly round: string;
  /** What other rounds are called beside a name, by id. */
  readonly otherRounds: OtherRounds;
  /** Layers of other rounds that were looked at here before, as lanes; and who keeps which are now. */
  readonly shownBefore: readonly string[];
  readonly onShown: (lanes: readonly string[]) => void;
  /** Lines drawn under the words at most. */
  readonly lanes: number;
  /** What a mark is widened to. */
  readonly snapping: () => Snapping;
  /** Said in the live region at the foot of the page. */
  readonly announce: (sentence: string) => void;
  /** Commands that concern more than the text, from the panel's buttons. */
  readonly onCommand: (command: CommandId) => void;
  /** Corrections that the server did not take, since their lease was over; the page is to begin anew. */
  readonly onReturned: (turns: readonly ReturnedTurn[]) => void;
};

/** So many new spans are each shown ahead of their lines. */
const FEW = 20;
/** How long the rest of a long text waits for the layers, milliseconds. */
const LAYERS_FIRST_MS = 2_000;

const LINK = /^#span=([0-9a-f-]{36})(?:~([0-9a-f-]{36}))?\/([0-9a-f-]{36})$/;

/**
 * One person at work on one transcript: its documents, what is chosen and shown of them. React
 * reads it by signals; a key press reaches the highlight without passing through React.
 */
export class AnnotatorSession {
  readonly transcript: TranscriptAnswer;
  readonly me: string;
  /** Said in the live region at the foot of the page. */
  readonly announce: (sentence: string) => void;
  /** Whether this person has a layer of their own here, to be written now. */
  readonly canCode: boolean;
  readonly layers: Layers;
  /** Correcting the text, for leads. */
  readonly editing: TextEditing;
  /** The text is there. */
  readonly ready = signal(false);
  /** The own layer is there too, so that keys are accepted; never for those who do not code. */
  readonly codable = signal(false);
  readonly selection = signal<TextRange>({ startUtf16: 0, endUtf16: 0 });
  readonly current = signal<SpanRef | null>(null);
  /** Several spans at one place, shortest first, and whether the keyboard asked for them. */
  readonly choice = signal<readonly PlacedSpan[] | null>(null);
  readonly choiceFocus = signal(false);
  readonly openSketch = signal<SketchRef | null>(null);
  readonly filter = signal<ListFilter>({ roles: null, member: null, words: '', only: null });
  readonly colleagues = signal<readonly Colleague[]>([]);
  readonly columns = signal<Columns | null>(null);
  readonly state = signal<DocumentState>({ kind: 'opening' });
  /** Why the text may no longer be read, as a close code; null while it may. */
  readonly closed = signal<number | null>(null);
  /** Each grows when what it names changed; what hangs on it is computed when it is shown. */
  readonly spansVersion = signal(0);
  readonly notesVersion = signal(0);
  readonly textVersion = signal(0);
  readonly layersVersion = signal(0);

  readonly #options: SessionOptions;
  readonly #text: OpenDocument;
  readonly #followed: FollowedText;
  readonly #following: Following;
  readonly #colleagues: Colleagues;
  readonly #marks: MarkStore;
  #names: LaneNames;
  #unrollTimer: ReturnType<typeof setTimeout> | undefined;
  #scene: Scene | null = null;
  #coding: Coding | null = null;
  #destroyed = false;
  #mounted: { readonly places: Places; onKey: (event: KeyboardEvent) => boolean } | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#marks = new MarkStore(options.lanes);
    this.#names = { members: options.members, otherRounds: options.otherRounds };
    this.transcript = options.transcript;
    this.me = options.me;
    this.announce = options.announce;
    const { documents } = options.transcript;
    const head = documents.find(({ kind }) => kind === 'transcript');
    if (head === undefined) throw new Error('the answer names no text');
    this.#text = takeDocument(head, options.place);
    this.#followed = followText(this.#text.doc);
    this.layers = new Layers({
      transcript: options.transcript,
      me: options.me,
      round: options.round,
      place: options.place,
      shownBefore: options.shownBefore,
      names: () => this.#names,
      text: {
        doc: this.#text.doc,
        isThere: () => this.ready.get(),
        index: () => {
          this.#following.settle();
          return this.index;
        },
      },
      onState: () => this.#showState(),
      onOwn: (doc) => {
        this.#coding = new Coding(this, doc);
      },
      onArrived: () => this.#layersArrived(),
      onSpans: (lane, change) => this.#spansChanged(lane, change),
      onNotes: () => this.#notesChanged(),
      onLate: () => this.#lateChanged(),
    });
    this.canCode = this.layers.canCode;
    this.#following = new Following({
      index: () => this.index,
      models: () => this.layers.models(),
      marks: this.#marks,
      scene: () => this.#scene,
      onMoved: (isTold) => {
        if (isTold) this.#afterSpans();
        if (this.current.get() !== null) this.#currentMoved();
      },
      onRest: () => {
        this.#afterSpans();
        this.textVersion.set(this.textVersion.get() + 1);
      },
    });
    this.#colleagues = new Colleagues(this.#text.awareness, this.me, (list) => {
      this.colleagues.set(list);
      this.#drawColleagues();
    });
    this.editing = new TextEditing({
      transcript: options.transcript.id,
      text: this.#text,
      view: () => this.view,
      index: () => this.index,
      announce: options.announce,
      onReturned: options.onReturned,
    });
    this.editing.state.subscribe(() => this.#showState());
    this.#text.subscribe(() => this.#textChanged());
    this.openSketch.subscribe(() => this.#scene?.drawThreads());
    this.current.subscribe(afterPaint(() => this.#drawCurrent()));
    this.layers.setDocuments(documents);
    // What was prepared may be there already.
    this.#textChanged();
  }

  get index(): TextIndex {
    return this.#followed.index();
  }

  get view(): EditorView | null {
    return this.#scene?.view ?? null;
  }

  get pointerDown(): boolean {
    return this.#scene?.pointerDown ?? false;
  }

  // ---- documents

  /** Names of those who joined since, or changed theirs. */
  setMembers(members: readonly MemberAnswer[]): void {
    if (members === this.#names.members) return;
    this.#names = { ...this.#names, members };
    this.#setColumns();
    this.layersVersion.set(this.layersVersion.get() + 1);
    this.spansVersion.set(this.spansVersion.get() + 1);
    this.colleagues.set([...this.colleagues.get()]);
  }

  #textChanged(): void {
    const state = this.#text.state();
    this.editing.textChanged();
    if (state.kind === 'ended' && state.code !== CLOSE.leaseOver.code) this.closed.set(state.code);
    this.#showState();
    if (!this.#text.loaded() || this.ready.get()) return;
    this.ready.set(true);
    this.#following.begin();
    this.#build();
    this.layers.begin();
  }

  /** The worse of what becomes of one's coding and of one's corrections. */
  #showState(): void {
    const text = this.#text.state();
    const own = this.layers.writable()?.state() ?? null;
    this.state.set(worstState(text, own, this.editing.state.get() !== 'off'));
  }

  /** Layers that arrive together are laid out and drawn once. */
  #layersArrived(): void {
    this.#show(this.layers.visible.get());
    this.layersVersion.set(this.layersVersion.get() + 1);
    if (this.#coding !== null) this.codable.set(true);
    this.#followLink();
    if (this.layers.areAllThere) this.#scene?.unroll();
  }

  /**
   * A link to a span of this transcript, `#span=<member>/<id>` or `#span=<member>~<round>/<id>`, is
   * followed once it is there.
   */
  #followLink(): void {
    const [, author, round = this.#options.round, span] = LINK.exec(location.hash) ?? [];
    if (author === undefined || span === undefined) return;
    const { layers } = this;
    const member = layers.laneOf(author, round);
    if (!layers.has(member) && layers.ofOtherRounds().some((lane) => lane.member === member)) {
      this.setVisible(new Set([...layers.visible.get(), member]));
    }
    if (layers.placed({ member, span }) === null) return;
    history.replaceState(history.state, '', location.pathname);
    this.showSpan({ member, span });
  }

  #spansChanged(member: string, change: MarkChange): void {
    if (change.added.length + change.removed.length === 0) return;
    if (!this.layers.visible.get().has(member)) return;
    const ranges = this.#marks.apply(change);
    if (change.added.length > FEW) this.#scene?.redraw(ranges);
    else {
      for (const placed of change.added) {
        const tinted = !this.canCode || placed.member === this.me;
        this.#scene?.flash(placed.span.role, placed, tinted);
      }
      this.#scene?.redrawLater(ranges);
    }
    this.#afterSpans();
  }

  /** After the highlight and, a frame later, its lines: what stands beside the text, and the panel. */
  readonly #afterSpans = afterPaint(() => this.#followSpans());
  readonly #followSpans = afterPaint(() => {
    if (this.#destroyed) return;
    this.spansVersion.set(this.spansVersion.get() + 1);
    this.#scene?.drawSides();
    this.#drawCurrent();
    this.#drawColleagues();
    this.#scene?.drawThreads();
  });

  readonly #lateChanged = afterPaint(() => {
    if (this.#destroyed || !this.layers.settleLate()) return;
    this.spansVersion.set(this.spansVersion.get() + 1);
    this.notesVersion.set(this.notesVersion.get() + 1);
    this.#scene?.redrawMargin();
  });

  readonly #notesChanged = afterPaint(() => {
    if (this.#destroyed) return;
    this.notesVersion.set(this.notesVersion.get() + 1);
    this.#scene?.drawThreads();
  });

  // ---- what is shown

  /** Spans of the visible layers that the filter lets through, in the order of the text. */
  list(): readonly PlacedSpan[] {
    return listSpans(this.#marks.marks, this.filter.get());
  }

  /** Spans over an offset, shortest first. */
  spansAt(offsetUtf16: number): readonly PlacedSpan[] {
    return this.#marks
      .within({ startUtf16: Math.max(0, offsetUtf16 - 1), endUtf16: offsetUtf16 + 1 })
      .filter((mark) => mark.startUtf16 <= offsetUtf16 && offsetUtf16 <= mark.endUtf16)
      .flatMap((mark) => mark.spans)
      .sort((a, b) => a.endUtf16 - a.startUtf16 - (b.endUtf16 - b.startUtf16));
  }

  /** The turn in which an offset lies. */
  turnAt(offsetUtf16: number): IndexedTurn | null {
    return this.index.turns[turnAt(this.index, offsetUtf16)] ?? null;
  }

  /** The selected words, trimmed, and where they stand; null where nothing is selected. */
  selectedWords(): (TextRange & { readonly words: string }) | null {
    const { text } = this.index;
    const range = trimRange(text, this.selection.get());
    return range && { ...range, words: text.slice(range.startUtf16, range.endUtf16) };
  }

  /** How often words had been taken out of the text that is shown. */
  get knownRedactions(): number {
    return this.#text.head.redactions ?? 0;
  }

  /** The selected words as a comment names them; null where none are selected. */
  selectedPassage(): Anchor | null {
    const range = trimRange(this.index.text, this.selection.get());
    return range === null ? null : makeAnchor(this.index, range);
  }

  /** Where the words that a comment is about stand now; null for one that is about no words. */
  placeOf(target: CommentAnswer['target']): CommentPlace | null {
    return locateComment(this.#text.doc, this.index, target);
  }

  /** Goes on showing words as selected while a comment on them is written; null ends it. */
  keepSelection(passage: Anchor | null): void {
    const range = passage === null ? null : resolveAnchor(this.#text.doc, this.index, passage);
    this.#scene?.setHighlight('triad-kept', range === null ? [] : [range]);
  }

  /** Selects a passage and brings it into view. */
  showPassage(range: TextRange): void {
    this.#scene?.jumpTo(range, true);
    this.select(range);
  }

  /** Brings a place into view with the caret before it; nothing is selected. */
  showPlace(range: TextRange): void {
    this.#scene?.jumpTo(range, true);
  }

  /** Of the member whose lane it is; in another round with that round. */
  nameOf(lane: string): string {
    return nameOfLane(this.#names, lane);
  }

  /** Of a round beside the one of the page. */
  nameOfRound(round: string): string {
    return this.#names.otherRounds.get(round)?.name ?? '';
  }

  initialsOf(lane: string): string {
    return initialsOfLane(this.#names, lane);
  }

  setVisible(visible: ReadonlySet<string>): void {
    this.#options.onShown([...visible].filter((lane) => otherRoundOf(lane) !== null));
    this.#show(visible);
  }

  /** All places may be others: marks are laid out and drawn anew. */
  #show(visible: ReadonlySet<string>): void {
    this.layers.show(visible);
    this.#marks.load(this.layers.spans());
    this.#scene?.reset();
    this.#setColumns();
    this.#afterSpans();
    this.#notesChanged();
  }

  // ---- the page

  /** Draws into the page as soon as the text is there; called again when keys changed. */
  mount(places: Places, onKey: (event: KeyboardEvent) => boolean): void {
    this.#mounted = { places, onKey };
    this.#build();
  }

  #build(): void {
    if (this.#scene !== null || this.#mounted === null || !this.ready.get()) return;
    this.#scene = new Scene({
      places: this.#mounted.places,
      doc: this.#text.doc,
      index: () => this.index,
      marks: this.#marks,
      tinted: (mark) => !this.canCode || mark.spans.some(({ member }) => member === this.me),
      lanes: this.#options.lanes,
      speakers: this.transcript.speakers,
      label: this.transcript.title,
      description: this.canCode ? words.textDescription : words.textReadOnly,
      onKey: (event) => this.#mounted?.onKey(event) ?? false,
      onSelection: (range) => {
        this.selection.set(range);
        this.editing.caretMoved();
        this.#leaveCurrent(range);
        this.#colleagues.select(range);
      },
      onClick: (offset) => this.#click(offset),
      onText: () => this.#following.changed(),
      editing: this.editing.plugin,
      onOpenSketch: (sketch, member) => this.openSketch.set({ sketch, member }),
      onSpan: (member, span) => this.showSpan({ member, span }),
      about: ({ member, span }) => {
        const isLate = this.layers.isLate('spans', member, span.id);
        return { isLate, words: words.about(this.nameOf(member), say.roles[span.role], isLate) };
      },
      onReading: (reading) => this.#colleagues.read(reading),
      onColumns: (columns) => this.columns.set(columns),
      threads: () => this.#threads(),
      readers: () =>
        this.colleagues.get().map(({ reading }) => ({
          startUtf16: reading?.[0] ?? 0,
          endUtf16: reading?.[1] ?? 0,
        })),
    });
    this.#setColumns();
    // Layers first, where they come soon: whoever opens a text wants to see what is marked in it.
    this.#unrollTimer = setTimeout(() => this.#scene?.unroll(), LAYERS_FIRST_MS);
  }

  #setColumns(): void {
    const visible = this.layers.visible.get();
    this.#scene?.setColumns(
      this.layers
        .listed()
        .map(({ member }) => member)
        .filter((member) => visible.has(member)),
    );
  }

  #threads(): readonly ThreadedSketch[] {
    const open = this.openSketch.get();
    return this.layers
      .sketches()
      .filter(({ member, sketch }) => member === this.me || sketch.id === open?.sketch)
      .map((view) => ({
        id: view.sketch.id,
        member: view.member,
        label: words.sketch.title(view.number),
        active: view.sketch.id === open?.sketch && view.member === open.member,
        parts: view.parts.flatMap((part) =>
          part.filledBy.kind === 'inferred'
            ? []
            : part.filledBy.spans
                .filter(({ elsewhere }) => elsewhere === null)
                .map(({ span }) => this.layers.placed({ member: view.member, span }))
                .filter((placed) => placed !== null)
                .map(({ startUtf16, endUtf16 }) => ({ startUtf16, endUtf16, role: part.role })),
        ),
      }));
  }

  #drawCurrent(): void {
    const placed = this.layers.placed(this.current.get());
    for (const role of ROLES) {
      this.#scene?.setHighlight(
        `triad-current-${role}`,
        placed?.span.role === role ? [placed] : [],
      );
    }
  }

  #drawColleagues(): void {
    if (!this.ready.get()) return;
    const length = this.index.text.length;
    const selected = this.colleagues.get().flatMap(({ member, selection }) => {
      if (selection === null || selection[0] === selection[1]) return [];
      const [startUtf16, endUtf16] = [Math.min(...selection), Math.max(...selection)];
      return endUtf16 <= length ? [{ member, startUtf16, endUtf16 }] : [];
    });
    this.#scene?.setHighlight('triad-colleagues', selected);
    this.#scene?.drawFlags(
      selected.map(({ member, endUtf16 }) => ({
        initials: this.initialsOf(member),
        atUtf16: endUtf16,
      })),
    );
    this.#scene?.drawReaders();
  }

  readonly #currentMoved = afterPaint(() => {
    if (!this.#destroyed) this.#drawCurrent();
  });

  #click(offsetUtf16: number): boolean {
    const here = this.spansAt(offsetUtf16);
    const first = here[0];
    this.choiceFocus.set(false);
    this.choice.set(here.length > 1 ? here : null);
    this.current.set(
      first === undefined || here.length > 1 ? null : { member: first.member, span: first.span.id },
    );
    return false;
  }

  /** A span that the caret has left is not what the next key is about: it may be out of sight. */
  #leaveCurrent({ startUtf16, endUtf16 }: TextRange): void {
    const placed = this.layers.placed(this.current.get());
    if (placed === null) return;
    if (endUtf16 < placed.startUtf16 || placed.endUtf16 < startUtf16) this.current.set(null);
  }

  domRange(range: TextRange): Range | null {
    return this.#scene?.domRange(range) ?? null;
  }

  /** The selection as a mark takes it: trimmed, and widened as this person wants it. */
  markedRange(): TextRange | null {
    const range = trimRange(this.index.text, this.selection.get());
    const unit = this.#options.snapping();
    if (range === null || unit === 'exact') return range;
    return snapTo(this.index, range, unit) ?? range;
  }

  // ---- acts

  select(range: TextRange): void {
    this.#scene?.select(range);
  }

  showSpan(ref: SpanRef, focus = true): void {
    const placed = this.layers.placed(ref);
    this.choice.set(null);
    this.current.set(ref);
    if (placed !== null) this.#scene?.jumpTo(placed, focus);
  }

  /** Acts on the own layer; null, and said why, where there is none to be written. */
  coding(): Coding | null {
    if (this.#coding === null) {
      this.announce(this.canCode ? words.announce.opening : words.announce.readOnly);
    }
    return this.#coding;
  }

  /** A command given by a button of the panel rather than by a key. */
  command(command: CommandId): void {
    this.#options.onCommand(command);
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#unrollTimer);
    this.#following.destroy();
    this.#followed.destroy();
    this.#coding?.destroy();
    this.editing.destroy();
    this.#colleagues.destroy();
    this.#scene?.destroy();
    this.layers.destroy();
    this.#text.destroy();
  }
}
