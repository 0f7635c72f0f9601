import {
  CLOSE,
  COLLAB_PATH,
  isPutOff,
  MESSAGE_ACKNOWLEDGEMENT,
  readAcknowledgement,
} from '@triad/collab';
import type { DocumentAnswer } from '@triad/collab';
import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { channelSocketClass } from './channel-socket.ts';
import { compareWithCopy, holdsUnsent, keepUnsent, rememberCopy } from './copies.ts';
import type { Unsent } from './copies.ts';
import { waitsAside } from './kept-aside.ts';
import { sharedTunnel } from './tunnel.ts';

/**
 * What becomes of this document's edits.
 *
 * - `opening`: never synced yet; nothing of it is shown.
 * - `saved`: the server has said that everything sent over this connection is on its disk.
 * - `saving`: something is on its way.
 * - `offline`: the connection is lost; with `unsaved`, edits wait in this tab for the next one.
 *   `code` is the close code where the server ended it and will take another.
 * - `ended`: the server will not have this document opened again; `reason` says why.
 */
export type DocumentState =
  | { readonly kind: 'opening' | 'saved' | 'saving' }
  | { readonly kind: 'offline'; readonly unsaved: boolean; readonly code: number | null }
  | { readonly kind: 'ended'; readonly code: number; readonly reason: string };

/** A document kept in step with the server over the tab's tunnel. */
export type OpenDocument = {
  readonly head: DocumentAnswer;
  readonly doc: Y.Doc;
  /** Only where presence was asked for. */
  readonly awareness: Awareness | null;
  readonly state: () => DocumentState;
  /** Whether the first sync has come; it stays true while offline. */
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
  /** Ends it, and what waits in it with it. */
  readonly abandon: () => void;
};

/** Documents with edits of which the server has not said that they are on its disk. */
const unsaved = new Set<Y.Doc>();

/** Closing the tab would lose what waits in it: the browser asks first. */
const guardUnsaved = once(() => {
  addEventListener('beforeunload', (event) => {
    if (unsaved.size > 0 || waitsAside() || holdsUnsent()) event.preventDefault();
  });
});

export function openDocument(
  head: DocumentAnswer,
  options: { readonly presence?: boolean } = {},
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
    params: { generation: head.generation, schema: String(head.schema), ack: '1' },
  });
  // What is only read sends nothing, nor does what has not come yet; with a listener less Yjs need
  // not encode anew what it just decoded.
  doc.off('update', provider._updateHandler);
  provider.messageHandlers[MESSAGE_ACKNOWLEDGEMENT] = (_encoder, decoder) => {
    saved = readAcknowledgement(decoder);
    if (saved >= sent) {
      confirmed = Y.encodeStateVector(doc);
      settle();
    }
    tell();
  };
  provider.on('sync', (synced: boolean) => {
    if (synced && !loaded) {
      loaded = true;
      confirmed = Y.encodeStateVector(doc);
      if (head.writable || head.kind === 'transcript') compareWithCopy(head, doc);
      if (mayWrite) doc.on('update', provider._updateHandler);
    }
    if (synced) switching = false;
    tell();
  });
  for (const lost of ['connection-close', 'connection-error'] as const) {
    provider.on(lost, () => (switching = false));
  }
  provider.on('status', tell);
  provider.on('connection-close', (event: CloseEvent | null) => {
    later = event !== null && isPutOff(event.code) ? event.code : null;
    tell();
  });
  provider.on('closed', ({ code, reason }: { code: number; reason: string }) => {
    ended = { code, reason };
    // What was refused for want of a lease goes back to whoever wrote it.
    if (code !== CLOSE.leaseOver.code || over) {
      // What can be offered of it shows when it is here again: words may have been taken out of it.
      const isReplaced = code === CLOSE.generation.code;
      if (unsaved.has(doc) && !isReplaced) keepUnsent(head, doc, confirmed, ended);
      if (isReplaced || code === CLOSE.signedOut.code) {
        const unsent = { since: confirmed, reason: ended, offered: !isReplaced };
        remember(unsaved.has(doc) ? unsent : null);
      }
      settle();
    }
    tell();
  });
  doc.on('afterTransaction', ({ origin, changed }: Y.Transaction) => {
    if (origin === provider || changed.size === 0) return;
    unsaved.add(doc);
    tell();
  });
  /** Listeners hear once a task, however many frames it brought. */
  function tell(): void {
    if (told) return;
    told = true;
    queueMicrotask(() => {
      told = false;
      for (const listener of listeners) listener();
    });
  }

  function state(): DocumentState {
    const next = current();
    const same =
      next.kind === snapshot.kind &&
      (next.kind !== 'offline' ||
        snapshot.kind !== 'offline' ||
        (next.unsaved === snapshot.unsaved && next.code === snapshot.code));
    if (!same) snapshot = next;
    return snapshot;
  }
  function current(): DocumentState {
    if (ended !== null) return { kind: 'ended', ...ended };
    if (!loaded && later === null) return { kind: 'opening' };
    if (!provider.synced && !switching) {
      return { kind: 'offline', unsaved: unsaved.has(doc), code: later };
    }
    if (!mayWrite) return { kind: 'saved' };
    // Until this connection's SyncStep2 is on disk nothing made before it counts as saved.
    return { kind: sent > 0 && saved >= sent ? 'saved' : 'saving' };
  }

  /** What was saved may not be there any more when the document comes again. */
  function remember(unsent: Unsent | null): void {
    const isOwn = head.writable || mayWrite || head.kind === 'transcript';
    if (isOwn && loaded) rememberCopy(head, doc, unsent);
  }
  /** Nothing of this document waits any more. */
  function settle(): void {
    unsaved.delete(doc);
    if (over) end();
  }
  function end(): void {
    // All three: each keeps a timer of its own running otherwise.
    provider.destroy();
    awareness.destroy();
    doc.destroy();
  }

  provider.connect();
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
    isUnsaved: () => unsaved.has(doc),
    abandon: () => {
      listeners.clear();
      unsaved.delete(doc);
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
      if (unsaved.has(doc)) return;
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
