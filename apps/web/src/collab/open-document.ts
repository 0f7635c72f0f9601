import {
  CLOSE,
  COLLAB_PATH,
  DOCUMENT_SCHEMA,
  isPutOff,
  MESSAGE_ACKNOWLEDGEMENT,
  MESSAGE_OBJECTION,
  readAcknowledgement,
  readObjection,
} from '@triad/collab';
import type { CloseReason, DocumentAnswer } from '@triad/collab';
import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { accountHere } from '../api/who.ts';
import { channelSocketClass } from './channel-socket.ts';
import { removeCopies } from '../device/copies.ts';
import type { Copy, CopyPlace } from '../device/copies.ts';
import { docOf, DocumentCopy, FROM_DEVICE, holdsAllOf } from '../device/document-copy.ts';
import { checkSession } from '../device/hear.ts';
import { isSignedIn, whoIsIn } from '../device/owner-check.ts';
import { isWaiting } from '../device/waiting.ts';
import { compareWithCopy, holdsCopy, holdsUnsent, keepUnsent, rememberCopy } from './copies.ts';
import type { Unsent } from './copies.ts';
import { waitsAside } from './kept-aside.ts';
import { offersStored } from './offer-work.ts';
import { forgetOthers } from './forget-others.ts';
import type { OwnedHead } from './owned-head.ts';
import { sharedTunnel } from './tunnel.ts';
import { isOnlyInTab, isUnsaved, noteSettled, noteUnsaved, tellUnsaved } from './unsaved.ts';
import type { UnsavedPlace } from './unsaved.ts';

/**
 * What becomes of this document's edits.
 *
 * - `opening`: never synced yet; nothing of it is shown.
 * - `saved`: the server has said that everything sent over this connection is on its disk.
 * - `saving`: something is on its way.
 * - `offline`: the connection is lost; `waiting` says where edits wait for the next one, null where
 *   none do. `code` is the close code where the server ended it and will take another.
 * - `ended`: the server will not have this document opened again; `reason` says why.
 */
export type DocumentState =
  | { readonly kind: 'opening' | 'saved' | 'saving' }
  | { readonly kind: 'offline'; readonly waiting: Waiting; readonly code: number | null }
  | { readonly kind: 'ended'; readonly code: number; readonly reason: string };

/** Where edits wait that the server has not said to have; null where none do. */
export type Waiting = UnsavedPlace | null;

/** A document kept in step with the server over the tab's tunnel. */
export type OpenDocument = {
  readonly head: DocumentAnswer;
  readonly doc: Y.Doc;
  /** Only where presence was asked for. */
  readonly awareness: Awareness | null;
  readonly state: () => DocumentState;
  /** Whether the first sync has come, or, without a connection, what the device had; it stays true while offline. */
  readonly loaded: () => boolean;
  /** Called after each change of state or of `loaded`. */
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Connects anew under a lease, to write a text that is otherwise read; null gives it back. Nothing
   * may wait to be sent then: it would count as another's.
   */
  readonly edit: (lease: string | null) => void;
  /** Whether something was made here of which the server has not said that it is on its disk. */
  readonly isUnsaved: () => boolean;
  /** Ends it; edits that are not on the server's disk yet are still brought there first. */
  readonly destroy: () => void;
  /** Resolves once it has ended, and what the device keeps of it is written. */
  readonly ended: Promise<void>;
  /** Ends it, and what waits in it with it. */
  readonly abandon: () => void;
};

/** Closing the tab would lose what waits in it: the browser asks first. */
const guardUnsaved = once(() => {
  addEventListener('beforeunload', (event) => {
    if (isOnlyInTab() || waitsAside() || holdsUnsent()) event.preventDefault();
  });
});

/**
 * After these the device's copy is looked at anew: by a newer page, beside the new generation, or
 * with everything else when the session is known to be over.
 */
const STAYS_ON_DEVICE: ReadonlySet<number> = new Set([
  CLOSE.schema.code,
  CLOSE.generation.code,
  CLOSE.signedOut.code,
  CLOSE.leaseOver.code,
]);

/** These judge by the account: where another is signed in by now they say nothing of this one's work. */
const OF_THE_ACCOUNT: ReadonlySet<number> = new Set([CLOSE.forbidden.code, CLOSE.unknown.code]);

/** How long a device that does not answer is waited for, milliseconds. */
const READ_MS = 3_000;
/** How long a server that does not answer is waited for before what the device has is shown, milliseconds. */
const DEVICE_AFTER_MS = 4_000;

export function openDocument(
  head: DocumentAnswer,
  options: {
    readonly presence?: boolean;
    /** Where the device may keep it; null or absent where it may not. */
    readonly place?: CopyPlace | null;
    /** Who opens it; without it whoever is here. */
    readonly account?: string;
  } = {},
): OpenDocument {
  guardUnsaved();
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  if (options.presence !== true) awareness.setLocalState(null);
  const listeners = new Set<() => void>();
  // Counted frames of the present connection: sent, and said to be on disk.
  let sent = 0;
  let saved = 0;
  let loaded = false;
  let told = false;
  /** Why the server put this off, by close code. */
  let later: number | null = null;
  let over = false;
  /** State vector of what is known to be on the server's disk. */
  let confirmed = Y.encodeStateVector(doc);
  let mayWrite = head.writable;
  const place = options.place ?? null;
  const account = place?.account.id ?? options.account ?? accountHere();
  const owned: OwnedHead = {
    ...head,
    account,
    place: place && { project: place.project, transcript: place.transcript },
  };
  const copy = place === null ? null : new DocumentCopy(head, place, doc, tell);
  /** What the device has may be shown. */
  let isOnDevice = false;
  /** Copies of this document that are not its present state, to be settled once that has come. */
  let stale: readonly Copy[] = [];
  let ownCopyRefused: Copy | null = null;
  /** It is asked who is signed in, before what waits is offered. */
  let isAsking = false;
  /** What the device has of it goes, once it is offered: until then nobody else opens that. */
  let clearing: Promise<void> = Promise.resolve();
  let hasCome = false;
  let isClosed = false;
  const { promise: endOfIt, resolve: noteEnd } = Promise.withResolvers<void>();
  let deviceTimer: ReturnType<typeof setTimeout> | undefined;
  /** Connecting anew by choice: no connection was lost. */
  let switching = false;
  let snapshot: DocumentState = { kind: 'opening' };
  let ended: { readonly code: number; readonly reason: string } | null = null;

  const WebSocketPolyfill = channelSocketClass(sharedTunnel(), {
    onConnecting: () => {
      sent = 0;
      saved = 0;
    },
    onCounted: () => {
      sent += 1;
      tell();
    },
  });
  const provider = new WebsocketProvider(location.origin + COLLAB_PATH, head.name, doc, {
    WebSocketPolyfill,
    awareness,
    disableBc: true,
    connect: false,
    params: {
      generation: head.generation,
      schema: String(DOCUMENT_SCHEMA[head.kind]),
      ack: '1',
      ...(account === null ? {} : { account }),
    },
  });
  // What is only read sends nothing, nor does what has not come yet; with a listener less Yjs need
  // not encode anew what it just decoded.
  doc.off('update', provider._updateHandler);
  provider.messageHandlers[MESSAGE_ACKNOWLEDGEMENT] = (_encoder, decoder) => {
    saved = readAcknowledgement(decoder);
    if (saved >= sent) {
      confirmed = Y.encodeStateVector(doc);
      copy?.confirm(confirmed);
      settle();
    }
    tell();
  };
  provider.messageHandlers[MESSAGE_OBJECTION] = (_encoder, decoder) => {
    // Of presence alone, and no page of ours sends one so large: it is for whoever changes that.
    // oxlint-disable-next-line no-console
    console.warn(`${head.name}: ${readObjection(decoder).reason}`);
  };
  provider.on('sync', (synced: boolean) => {
    if (synced && !hasCome) {
      hasCome = true;
      if (!isUnsaved(doc)) confirmed = Y.encodeStateVector(doc);
      const isRefused = ownCopyRefused !== null;
      settleCopies();
      if (!isRefused) copy?.begin(confirmed);
      show();
    }
    if (synced) switching = false;
    tell();
  });
  for (const lost of ['connection-close', 'connection-error'] as const) {
    provider.on(lost, () => (switching = false));
    provider.on(lost, showFromDevice);
  }
  provider.on('status', ({ status }: { status: string }) => {
    if (status === 'disconnected') forgetOthers(awareness);
    tell();
  });
  provider.on('connection-close', (event: CloseEvent | null) => {
    later = event !== null && isPutOff(event.code) ? event.code : null;
    if (over) void leaveOnDevice();
    tell();
  });
  provider.on('closed', ({ code, reason }: { code: number; reason: string }) => {
    ended = { code, reason };
    // What was refused for want of a lease goes back to whoever wrote it.
    if (code !== CLOSE.leaseOver.code || over) {
      const isAsked = code === CLOSE.signedOut.code ? isUnsaved(doc) : OF_THE_ACCOUNT.has(code);
      if (account !== null && isAsked) void settleAsOwner(account, ended);
      else settleEnd(ended);
    }
    tell();
  });
  doc.on('afterTransaction', ({ origin, changed }: Y.Transaction) => {
    if (origin === provider || origin === FROM_DEVICE || changed.size === 0) return;
    wait();
    tell();
  });

  /** Something waits in it. */
  function wait(): void {
    noteUnsaved(doc, {
      account,
      place: whereItWaits,
      isLeft: () => over,
      end: (reason) => {
        if (ended !== null) return;
        ended = reason;
        provider.disconnect();
        settleEnd(reason);
        tell();
      },
    });
  }

  /** From now on it is read, and its edits are sent. */
  function show(): void {
    clearTimeout(deviceTimer);
    if (loaded) return;
    loaded = true;
    if (mayWrite) doc.on('update', provider._updateHandler);
  }

  /** Without the server, what the device has is shown; the connection goes on being tried. */
  function showFromDevice(): void {
    if (isOnDevice && !loaded && ended === null) {
      show();
      tell();
    }
  }

  /** What the device has goes into the document before it connects: so what waits in it is sent. */
  async function begin(kept: DocumentCopy): Promise<void> {
    const reading = Promise.all([kept.read(), kept.older()] as const);
    const tooLong = new Promise<readonly [null, readonly Copy[]]>((resolve) => {
      setTimeout(resolve, READ_MS, [null, []]);
    });
    const [found, older] = await Promise.race([reading, tooLong]);
    if (ended !== null || isClosed) return;
    stale = older;
    const waits = found !== null && isWaiting(found.record);
    if (found !== null && waits && head.kind === 'layer' && !head.writable) ownCopyRefused = found;
    else if (found !== null) {
      kept.take(found);
      isOnDevice = true;
      confirmed = found.record.confirmed;
      if (waits) wait();
    }
    provider.connect();
    if (navigator.onLine) deviceTimer = setTimeout(showFromDevice, DEVICE_AFTER_MS);
    else showFromDevice();
    tell();
  }

  /** The server will have nothing more of this document: what waits in it is offered. */
  function settleEnd(reason: CloseReason): void {
    const { code } = reason;
    // What can be offered of it shows when it is here again: words may have been taken out of it.
    const isReplaced = code === CLOSE.generation.code;
    if (isUnsaved(doc) && !isReplaced) keepUnsent(owned, doc, confirmed, reason);
    if (isReplaced || code === CLOSE.signedOut.code) {
      const unsent = { since: confirmed, reason, offered: !isReplaced };
      remember(isUnsaved(doc) ? unsent : null);
    }
    // It is offered now; sent again it would be refused again.
    if (!STAYS_ON_DEVICE.has(code)) clearing = offersStored().then(() => copy?.discard());
    if (code === CLOSE.signedOut.code && copy !== null) checkSession();
    settle();
  }

  /** The same, unless the server spoke to somebody else: then what the device has stays there for its owner. */
  async function settleAsOwner(owner: string, reason: CloseReason): Promise<void> {
    isAsking = true;
    const who = await whoIsIn(owner);
    await copy?.flush();
    isAsking = false;
    if (isClosed) return;
    // That nobody is in is what the server said; else it spoke to somebody else.
    const isSaid = reason.code === CLOSE.signedOut.code ? who !== 'other' : who === 'owner';
    if (isSaid) settleEnd(reason);
    else {
      if (isUnsaved(doc) && copy?.isWhole !== true) keepUnsent(owned, doc, confirmed, reason);
      settle();
    }
    tell();
  }

  /** The present state is here: what earlier copies hold beside it is offered, and they go. */
  function settleCopies(): void {
    for (const { record, updates } of stale) {
      const { generation, confirmed: since, redactions, schema } = record;
      const earlier = { ...owned, generation, redactions };
      const unsent = isWaiting(record) ? { since, reason: CLOSE.generation, offered: false } : null;
      if (unsent === null && holdsCopy(owned)) continue;
      rememberCopy(earlier, docOf({ updates }), unsent, schema);
    }
    if (head.writable || head.kind === 'transcript' || stale.length > 0)
      compareWithCopy(owned, doc);
    void removeCopies(stale.map(({ record }) => record.slot)).catch(() => undefined);
    stale = [];
    const refused = ownCopyRefused;
    ownCopyRefused = null;
    if (refused !== null) clearing = settleRefused(refused).catch(() => undefined);
  }

  /** It may no longer be written: what the device has of it beside what is here is offered. */
  async function settleRefused(refused: Copy): Promise<void> {
    if ((await isSignedIn(refused.record.account)) !== true) return;
    const earlier = docOf(refused);
    if (!holdsAllOf(doc, earlier)) {
      keepUnsent(owned, earlier, refused.record.confirmed, CLOSE.forbidden);
    }
    await offersStored();
    await copy?.discard();
  }

  /** Closed, and the device has all that was not sent: it is sent when the server is there again. */
  async function leaveOnDevice(): Promise<void> {
    if (copy === null || isAsking || !isUnsaved(doc)) return;
    await copy.flush();
    if (!copy.isWhole || provider.wsconnected || !isUnsaved(doc)) return;
    noteSettled(doc);
    end();
  }

  /** Listeners hear once a task, however many frames it brought. */
  function tell(): void {
    if (told) return;
    told = true;
    queueMicrotask(() => {
      told = false;
      if (over) tellUnsaved();
      for (const listener of listeners) listener();
    });
  }

  function state(): DocumentState {
    const next = current();
    const same =
      next.kind === snapshot.kind &&
      (next.kind !== 'offline' ||
        snapshot.kind !== 'offline' ||
        (next.waiting === snapshot.waiting && next.code === snapshot.code));
    if (!same) snapshot = next;
    return snapshot;
  }
  function current(): DocumentState {
    if (ended !== null) return { kind: 'ended', ...ended };
    if (!loaded && later === null) return { kind: 'opening' };
    if (!provider.synced && !switching) {
      return { kind: 'offline', waiting: waiting(), code: later };
    }
    if (!mayWrite) return { kind: 'saved' };
    // Until this connection's SyncStep2 is on disk nothing made before it counts as saved.
    return { kind: sent > 0 && saved >= sent ? 'saved' : 'saving' };
  }

  function waiting(): Waiting {
    return isUnsaved(doc) ? whereItWaits() : null;
  }

  function whereItWaits(): UnsavedPlace {
    if (copy?.isWhole === true) return 'device';
    return copy?.hasFailed === true ? 'tab: device failed' : 'tab';
  }

  /** What was saved may not be there any more when the document comes again. */
  function remember(unsent: Unsent | null): void {
    const isOwn = head.writable || mayWrite || head.kind === 'transcript';
    if (isOwn && loaded) rememberCopy(owned, doc, unsent);
  }
  /** Nothing of this document waits any more. */
  function settle(): void {
    noteSettled(doc);
    if (over) end();
  }
  function end(): void {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(deviceTimer);
    void clearing.then(() => copy?.close()).then(noteEnd);
    // All three: each keeps a timer of its own running otherwise.
    provider.destroy();
    awareness.destroy();
    doc.destroy();
  }

  if (copy === null) provider.connect();
  else void begin(copy);
  return {
    edit: (lease) => {
      if (lease === null) delete provider.params['lease'];
      else provider.params['lease'] = lease;
      mayWrite = lease !== null || head.writable;
      doc.off('update', provider._updateHandler);
      if (mayWrite && loaded) doc.on('update', provider._updateHandler);
      ended = null;
      provider.disconnect();
      switching = true;
      provider.connect();
      tell();
    },
    isUnsaved: () => isUnsaved(doc),
    ended: endOfIt,
    abandon: () => {
      listeners.clear();
      noteSettled(doc);
      end();
    },
    head,
    doc,
    awareness: options.presence === true ? awareness : null,
    state,
    loaded: () => loaded,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy: () => {
      listeners.clear();
      over = true;
      awareness.setLocalState(null);
      // What was refused for want of a lease was given back to whoever wrote it, and is never sent.
      if (ended?.code === CLOSE.leaseOver.code) noteSettled(doc);
      if (isUnsaved(doc)) {
        tellUnsaved();
        if (!provider.wsconnected) void leaveOnDevice();
        return;
      }
      // The page may leave before this document hears why the others ended.
      if (ended === null && !provider.synced) remember(null);
      end();
    },
  };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
