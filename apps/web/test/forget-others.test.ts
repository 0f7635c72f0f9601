import {
  applyAwarenessUpdate,
  Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { forgetOthers } from '../src/collab/forget-others.ts';

const made: Awareness[] = [];

function makeAwareness(): Awareness {
  const awareness = new Awareness(new Y.Doc());
  made.push(awareness);
  return awareness;
}

afterEach(() => {
  for (const awareness of made.splice(0)) awareness.destroy();
});

/** What a server tells of somebody, with its own clock. */
function tell(awareness: Awareness, id: number, clock: number): void {
  const server = makeAwareness();
  server.states.set(id, { name: 'Ada' });
  server.meta.set(id, { clock, lastUpdated: 0 });
  applyAwarenessUpdate(awareness, encodeAwarenessUpdate(server, [id]), 'server');
}

test('after a connection was lost somebody is seen whatever the clock of the server says', () => {
  const awareness = makeAwareness();
  tell(awareness, 7, 1_000);
  expect(awareness.states.has(7)).toBe(true);
  // As y-websocket does when the socket closes.
  removeAwarenessStates(awareness, [7], 'closed');
  tell(awareness, 7, 10);
  expect(awareness.states.has(7)).toBe(false);
  forgetOthers(awareness);
  tell(awareness, 7, 10);
  expect(awareness.states.has(7)).toBe(true);
});

test('one’s own clock stays, so that a later state is later', () => {
  const awareness = makeAwareness();
  awareness.setLocalState({ name: 'Bea' });
  const before = awareness.meta.get(awareness.clientID)?.clock;
  forgetOthers(awareness);
  expect(awareness.meta.get(awareness.clientID)?.clock).toBe(before);
});
