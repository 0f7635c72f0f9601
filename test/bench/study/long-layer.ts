import type { LayerEditor, TextIndex } from '@triad/collab';
import {
  addMemo,
  addSketch,
  addSpan,
  changeSpan,
  indexText,
  layerFields,
  makeAnchor,
  ownSpan,
  quoted,
  removeSpan,
} from '@triad/collab';
import type { Anchor, MemoId, Role, SpanId } from '@triad/realist';
import { join } from 'node:path';
import * as Y from 'yjs';
import { describeDemo } from '../../../apps/server/src/demo/describe-demo.ts';
import { makeDemo } from '../../../apps/server/src/demo/make-demo.ts';
import type { Random } from '../support/random.ts';
import { seeded } from '../support/random.ts';
import { inDataFolder } from './in-data-folder.ts';

export const EDITS = 100_000;
/** Spans that a coder keeps at a time; the others were tried and taken back. */
const SPANS_KEPT = 800;
const ROLES: readonly Role[] = ['C', 'M', 'O', 'undecided'];

export type LongLayer = {
  readonly transcript: string;
  /** Of the coder whose layer it is; signs in once. */
  readonly token: string;
  readonly name: string;
  /** What all edits weigh as they were sent, and what the log holds of them. */
  readonly sentBytes: number;
  readonly storedBytes: number;
  readonly spans: number;
  /** Pieces that Yjs holds it in, the remains of deleted ones too. */
  readonly structs: number;
};

/**
 * A coder's layer of the demo study that has seen {@link EDITS} edits, as the server leaves it:
 * folded, with `tail` entries after that.
 */
export function makeLongLayer(folder: string, tail: number): Promise<LongLayer> {
  return inDataFolder(join(folder, 'data'), async ({ context, store }) => {
    const { project, members } = await describeDemo(context, await makeDemo(context, null));
    const coder = members.find(({ roles }) => roles.includes('coder'));
    const [transcript] = await context.tables.transcripts.find('project', project.id);
    const rounds = await context.tables.rounds.find('project', project.id);
    const round = rounds.find(({ body }) => body.state === 'open');
    if (coder === undefined || transcript === undefined || round === undefined) {
      throw new Error('the demo study has no coder, transcript or round');
    }
    const text = new Y.Doc();
    const own = { kind: 'transcript', transcript: transcript.id } as const;
    Y.applyUpdate(text, (await context.documents.copy(own)).bytes);
    const name = {
      kind: 'layer',
      transcript: transcript.id,
      round: round.id,
      member: coder.id,
    } as const;

    const doc = new Y.Doc();
    const after: Uint8Array[] = [];
    let sentBytes = 0;
    let folded: Uint8Array | null = null;
    doc.on('update', (update: Uint8Array) => {
      sentBytes += update.length;
      if (folded !== null) after.push(update);
    });
    const coding = new Coding(seeded(4), doc, indexText(text));
    let tailBytes = 0;
    for (let edit = 0; edit < EDITS; edit += 1) {
      if (folded === null && EDITS - edit <= tail) folded = Y.encodeStateAsUpdate(doc);
      coding.act();
    }
    folded ??= Y.encodeStateAsUpdate(doc);
    await context.documents.remove(name);
    const head = await context.documents.create(name, null);
    const log = `${head.name}@${head.generation}`;
    // As a compaction leaves it, by which the server knows a whole that it wrote itself.
    const first = await store.log.append(log, Y.encodeStateAsUpdate(new Y.Doc()), '');
    await store.log.compact(log, folded, '', [first]);
    for (const update of after) {
      tailBytes += update.length;
      await store.log.append(log, update, '');
    }
    return {
      transcript: transcript.id,
      token: coder.link.split('#')[1] ?? '',
      name: head.name,
      sentBytes,
      storedBytes: folded.length + tailBytes,
      spans: layerFields(doc).spans.size,
      structs: structsIn(folded),
    };
  });
}

function structsIn(update: Uint8Array): number {
  return Y.decodeUpdate(update).structs.length;
}

/** Months of one coder's work: spans made, changed and taken back, memos typed letter by letter. */
class Coding {
  readonly #random: Random;
  readonly #doc: Y.Doc;
  readonly #index: TextIndex;
  readonly #editor: LayerEditor;
  readonly #spans: SpanId[] = [];
  #memo: MemoId | null = null;

  constructor(random: Random, doc: Y.Doc, index: TextIndex) {
    this.#random = random;
    this.#doc = doc;
    this.#index = index;
    let second = Date.UTC(2026, 0, 5, 9);
    this.#editor = {
      doc,
      origin: this,
      now: () => new Date((second += 1_000)).toISOString(),
      newId: () => random.uuid(),
    };
  }

  /** One edit: one update. */
  act(): void {
    const random = this.#random;
    const spans = this.#spans;
    const kind = random.whole(1, 100);
    const at = random.whole(0, spans.length - 1);
    const span = spans[at];
    if (span === undefined || kind <= 15) {
      const role = random.pick(ROLES);
      spans.push(addSpan(this.#editor, { role, anchor: this.#anchor() }));
    } else if (kind <= 30 && spans.length > SPANS_KEPT) {
      spans.splice(at, 1);
      removeSpan(this.#editor, span);
    } else if (kind <= 45) {
      changeSpan(this.#editor, span, { role: random.pick(ROLES) });
    } else if (kind <= 48) {
      this.#memo = addMemo(this.#editor, [{ kind: 'span', id: span }], 'W');
    } else if (kind <= 49) {
      addSketch(this.#editor, {
        form: 'plain',
        restatement: 'Somebody waits with them.',
        parts: [{ role: 'C', filledBy: quoted([ownSpan(span)]) }],
      });
    } else {
      this.#type();
    }
  }

  #type(): void {
    const text = this.#memo === null ? undefined : layerFields(this.#doc).memoTexts.get(this.#memo);
    if (text === undefined) {
      this.#memo = addMemo(this.#editor, [], 'W');
      return;
    }
    const isTakenBack = text.length > 1 && this.#random.chance(0.1);
    this.#doc.transact(() => {
      if (isTakenBack) text.delete(text.length - 1, 1);
      else text.insert(text.length, this.#random.pick([...'aeinorst ']));
    }, this);
  }

  #anchor(): Anchor {
    for (;;) {
      const startUtf16 = this.#random.whole(0, this.#index.text.length - 60);
      const range = { startUtf16, endUtf16: startUtf16 + this.#random.whole(8, 58) };
      const anchor = makeAnchor(this.#index, range);
      if (anchor !== null) return anchor;
    }
  }
}
