import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { isCountedFrame, MESSAGE_SYNC } from './acknowledgement.ts';

/*
 * An update can be too large for one message: what a tab made in a day without a connection goes as
 * one. It is divided by its structs, each piece with nothing that an earlier one, or the server,
 * lacks; deletions come last. Applied in order the pieces give what the whole gives, and at no point
 * does anything wait for what is still to come.
 */

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];
/** A struct, and how many bytes it takes as written. */
type Sized = { readonly struct: Struct; readonly bytes: number };
type Range = { readonly client: number; readonly clock: number; readonly length: number };

/** What stands around the structs or ranges of one client, and around all, bytes at most. */
const SECTION_BYTES = 24;
const RANGE_BYTES = 18;
/** Type, kind and length of a message, bytes at most. */
const FRAME_BYTES = 16;

const UPDATE = 2;

/**
 * A frame of a document as frames of at most so many bytes: itself where it is no larger, or holds no
 * update. Where one struct alone is larger (it cannot be divided), so is the frame that holds it.
 */
export function divideFrame(frame: Uint8Array, mostBytes: number): readonly Uint8Array[] {
  if (frame.length <= mostBytes || !isCountedFrame(frame)) return [frame];
  const decoder = decoding.createDecoder(frame.subarray(2));
  const pieces = divideUpdate(decoding.readVarUint8Array(decoder), mostBytes - FRAME_BYTES);
  return pieces.map((piece, at) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE_SYNC);
    // The last is what the whole was: with it all has come.
    encoding.writeVarUint(encoder, at === pieces.length - 1 ? (frame[1] ?? UPDATE) : UPDATE);
    encoding.writeVarUint8Array(encoder, piece);
    return encoding.toUint8Array(encoder);
  });
}

/** An update (v1) as updates of at most so many bytes, to be applied in order. */
export function divideUpdate(update: Uint8Array, mostBytes: number): readonly Uint8Array[] {
  if (update.length <= mostBytes) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  const pieces: Piece[] = [];
  let piece = new Piece();
  const next = (): void => {
    pieces.push(piece);
    piece = new Piece();
  };
  for (const whole of inOrder(structs.filter((struct) => !(struct instanceof Y.Skip)))) {
    for (const sized of divideStruct(whole, mostBytes - 2 * SECTION_BYTES)) {
      if (!piece.takesStruct(sized, mostBytes)) next();
      piece.addStruct(sized);
    }
  }
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) {
      if (!piece.takesRange(client, mostBytes)) next();
      piece.addRange({ client, clock, length: len });
    }
  }
  next();
  return pieces.map((each) => each.encode());
}

class Piece {
  readonly #structs = new Map<number, Struct[]>();
  readonly #ranges = new Map<number, Range[]>();
  #bytes = SECTION_BYTES;

  get #isEmpty(): boolean {
    return this.#structs.size === 0 && this.#ranges.size === 0;
  }

  /** An empty piece takes anything: there is no smaller one. Structs of a client follow one another. */
  takesStruct({ struct, bytes }: Sized, mostBytes: number): boolean {
    const last = this.#structs.get(struct.id.client)?.at(-1);
    if (last !== undefined && last.id.clock + last.length !== struct.id.clock) return false;
    return this.#isEmpty || this.#bytes + SECTION_BYTES + bytes <= mostBytes;
  }

  takesRange(client: number, mostBytes: number): boolean {
    const section = this.#ranges.has(client) ? 0 : SECTION_BYTES;
    return this.#isEmpty || this.#bytes + section + RANGE_BYTES <= mostBytes;
  }

  addStruct({ struct, bytes }: Sized): void {
    const own = this.#structs.get(struct.id.client);
    if (own === undefined) {
      this.#structs.set(struct.id.client, [struct]);
      this.#bytes += SECTION_BYTES;
    } else own.push(struct);
    this.#bytes += bytes;
  }

  addRange(range: Range): void {
    const own = this.#ranges.get(range.client);
    if (own === undefined) {
      this.#ranges.set(range.client, [range]);
      this.#bytes += SECTION_BYTES;
    } else own.push(range);
    this.#bytes += RANGE_BYTES;
  }

  encode(): Uint8Array {
    const encoder = new Y.UpdateEncoderV1();
    const rest = encoder.restEncoder;
    encoding.writeVarUint(rest, this.#structs.size);
    // As Yjs writes them: the highest client first.
    for (const [client, structs] of [...this.#structs].sort(([a], [b]) => b - a)) {
      encoding.writeVarUint(rest, structs.length);
      encoding.writeVarUint(rest, client);
      encoding.writeVarUint(rest, structs[0]?.id.clock ?? 0);
      for (const struct of structs) struct.write(encoder, 0);
    }
    encoding.writeVarUint(rest, this.#ranges.size);
    for (const [client, ranges] of [...this.#ranges].sort(([a], [b]) => b - a)) {
      encoding.writeVarUint(rest, client);
      encoding.writeVarUint(rest, ranges.length);
      for (const { clock, length } of ranges) {
        encoding.writeVarUint(rest, clock);
        encoding.writeVarUint(rest, length);
      }
    }
    return encoder.toUint8Array();
  }
}

/** Each struct after those of the same update that it stands beside or in. */
function* inOrder(structs: readonly Struct[]): Generator<Struct> {
  const queues = Map.groupBy(structs, ({ id }) => id.client);
  const places = new Map([...queues.keys()].map((client) => [client, 0]));
  const head = (client: number): Struct | undefined =>
    queues.get(client)?.[places.get(client) ?? 0];
  for (const first of queues.keys()) {
    const clients = [first];
    for (;;) {
      const client = clients.at(-1);
      if (client === undefined) break;
      const struct = head(client);
      // What lacks something that is in no update here is handed on as it is.
      const lacking =
        struct === undefined
          ? undefined
          : idsIn(struct).find(({ client: other, clock }) => {
              const ahead = head(other);
              return ahead !== undefined && ahead.id.clock <= clock && !clients.includes(other);
            });
      if (lacking !== undefined) clients.push(lacking.client);
      else {
        if (struct !== undefined) {
          places.set(client, (places.get(client) ?? 0) + 1);
          yield struct;
        }
        if (struct === undefined || clients.length > 1) clients.pop();
      }
    }
  }
}

function idsIn(struct: Struct): readonly Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  const { origin, rightOrigin } = struct;
  const parent: unknown = struct.parent;
  return [origin, rightOrigin, parent].filter((id): id is Y.ID => id instanceof Y.ID);
}

/** A struct as structs of at most so many bytes, as far as what it holds can be divided. */
function divideStruct(struct: Struct, mostBytes: number): readonly Sized[] {
  const bytes = sizeOf(struct);
  const whole = [{ struct, bytes }];
  if (!(struct instanceof Y.Item) || struct.length < 2 || bytes <= mostBytes) return whole;
  const at = halfOf(struct);
  if (at === null) return whole;
  const { id, origin, rightOrigin, parent, parentSub, content } = struct;
  const rest = content.splice(at);
  const before = new Y.Item(id, null, origin, null, rightOrigin, parent, parentSub, content);
  const after = new Y.Item(
    Y.createID(id.client, id.clock + at),
    null,
    Y.createID(id.client, id.clock + at - 1),
    null,
    rightOrigin,
    parent,
    parentSub,
    rest,
  );
  return [...divideStruct(before, mostBytes), ...divideStruct(after, mostBytes)];
}

/** Where it may be cut: not within a character of two units, which Yjs would destroy. */
function halfOf({ content, length }: Y.Item): number | null {
  const half = length >> 1;
  if (!(content instanceof Y.ContentString)) return half;
  const isWithin = /[\uD800-\uDBFF]/.test(content.str.charAt(half - 1));
  const at = isWithin ? half + 1 : half;
  return at < length ? at : null;
}

function sizeOf(struct: Struct): number {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, 0);
  return encoder.toUint8Array().length;
}
