import type { DocumentAnswer, LayerEditor, Presence, TextIndex } from '@triad/collab';
import { addSpan, indexText, layerFields, makeAnchor, TUNNEL_PATH } from '@triad/collab';
import type { Role } from '@triad/realist';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import { Tunnel } from '../../../apps/web/src/collab/tunnel.ts';
import { Caller } from '../../faults/whole-server/caller.ts';
import type { Random } from '../support/random.ts';
import type { Opened } from './open-layer.ts';
import { openDocument } from './open-layer.ts';
import type { Person } from './members.ts';
import { socketOrigin } from './signed-in-socket.ts';

const ROLES: readonly Role[] = ['C', 'C', 'M', 'M', 'M', 'O', 'O', 'undecided'];
/** A person marks something every few seconds while it goes well. */
const CODING_MS = [3_000, 7_000] as const;
/** How long a screen is read before it is scrolled on. */
const READING_MS = [2_000, 9_000] as const;
/** UTF-16 units in view. */
const SCREEN_UTF16 = 2_000;
const SYNCED_MS = 30_000;

/** Of all members of one process, on its one clock. */
export type Spreading = {
  /** When a span was added, by its id. */
  readonly addedAt: Map<string, number>;
  /** From adding until another member had it, ms. */
  deliveredMs: number[];
};

type OpenedDocument = Opened & { readonly answer: DocumentAnswer; readonly doc: Y.Doc };

/**
 * One more member on the transcript, as the app would be: the documents that the API names, all over
 * the app's own tunnel, by the unmodified provider; tells where they read, and some code.
 */
export class PresentMember {
  readonly #documents: readonly OpenedDocument[];
  readonly #random: Random;
  readonly #presence: Presence;
  readonly #spreading: Spreading;
  #index: TextIndex | null = null;
  #stopped = false;
  #lost = 0;
  added = 0;
  told = 0;

  private constructor(
    documents: readonly OpenedDocument[],
    member: string,
    use: { readonly random: Random; readonly spreading: Spreading },
  ) {
    this.#documents = documents;
    this.#random = use.random;
    this.#spreading = use.spreading;
    this.#presence = { member, reading: null, selection: null };
    for (const { provider, answer, doc } of documents) {
      provider.on('connection-close', () => {
        if (!this.#stopped) this.#lost += 1;
      });
      if (answer.kind !== 'layer') continue;
      layerFields(doc).spans.observe(({ keysChanged, transaction }) => {
        if (transaction.origin !== provider) return;
        const now = performance.now();
        for (const id of keysChanged) {
          const at = use.spreading.addedAt.get(id);
          if (at !== undefined) use.spreading.deliveredMs.push(now - at);
        }
      });
    }
  }

  /** Resolves when every document is there. */
  static async come(
    origin: string,
    { cookie, transcript }: Person,
    use: { readonly random: Random; readonly spreading: Spreading },
  ): Promise<PresentMember> {
    const caller = new Caller({ origin });
    caller.cookie = cookie;
    const { documents: answers } = await caller.call('readTranscript', { transcript });
    const own = socketOrigin(origin, cookie);
    const tunnel = new Tunnel(own + TUNNEL_PATH);
    const documents = answers.map((answer) => {
      const doc = new Y.Doc();
      const opened = openDocument({ kind: 'tunnel', socketOrigin: own, tunnel }, answer, doc);
      return { ...opened, answer, doc };
    });
    const mine = answers.find(({ kind, writable }) => kind === 'layer' && writable);
    const member = mine?.name.split('/').at(-1) ?? '';
    const present = new PresentMember(documents, member, use);
    for (const { provider, answer } of documents) {
      const state = answer.kind === 'transcript' ? present.#presence : null;
      provider.awareness.setLocalState(state);
      provider.connect();
    }
    const end = performance.now() + SYNCED_MS;
    while (!documents.every(({ provider }) => provider.synced)) {
      if (performance.now() > end) throw new Error('a member is not in after 30 s');
      await pause(20);
    }
    const text = documents.find(({ answer }) => answer.kind === 'transcript');
    if (text === undefined) throw new Error('a member was not given the text');
    present.#index = indexText(text.doc);
    return present;
  }

  /** Documents that are open, and how often one of them lost its connection. */
  get connections(): { readonly open: number; readonly lost: number } {
    const open = this.#documents.filter(({ provider }) => provider.synced).length;
    return { open, lost: this.#lost };
  }

  /** Reads, and codes where told to, until it is told to stop. */
  async live(codes: boolean): Promise<void> {
    const index = this.#index;
    if (index === null) return;
    await Promise.all([this.#read(index), codes ? this.#code(index) : null]);
  }

  stop(): void {
    this.#stopped = true;
    for (const { provider, doc } of this.#documents) {
      provider.destroy();
      doc.destroy();
    }
  }

  async #read(index: TextIndex): Promise<void> {
    let at = this.#random.whole(0, index.text.length - SCREEN_UTF16);
    for (;;) {
      await pause(this.#random.whole(...READING_MS));
      if (this.#stopped) return;
      at = (at + this.#random.whole(200, SCREEN_UTF16)) % (index.text.length - SCREEN_UTF16);
      const caret = at + this.#random.whole(0, SCREEN_UTF16);
      this.#tell({ reading: [at, at + SCREEN_UTF16], selection: [caret, caret] });
    }
  }

  async #code(index: TextIndex): Promise<void> {
    const mine = this.#documents.find(({ answer }) => answer.writable);
    if (mine === undefined) throw new Error('a member who codes has no layer of their own');
    let id = '';
    const editor: LayerEditor = {
      doc: mine.doc,
      origin: this,
      now: () => new Date().toISOString(),
      newId: () => id,
    };
    for (;;) {
      await pause(this.#random.whole(...CODING_MS));
      if (this.#stopped) return;
      const startUtf16 = this.#random.whole(0, index.text.length - 200);
      const range = { startUtf16, endUtf16: startUtf16 + this.#random.whole(15, 120) };
      const anchor = makeAnchor(index, range);
      if (anchor === null) continue;
      this.#tell({
        reading: [startUtf16, startUtf16 + SCREEN_UTF16],
        selection: [range.startUtf16, range.endUtf16],
      });
      id = randomUUID();
      this.#spreading.addedAt.set(id, performance.now());
      addSpan(editor, { role: this.#random.pick(ROLES), anchor });
      this.added += 1;
    }
  }

  #tell(where: Pick<Presence, 'reading' | 'selection'>): void {
    const text = this.#documents.find(({ answer }) => answer.kind === 'transcript');
    text?.provider.awareness.setLocalState({ ...this.#presence, ...where });
    this.told += 1;
  }
}
