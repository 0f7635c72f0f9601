import { expect, test } from 'vitest';
import { worstState } from '../src/annotator/worst-state.ts';
import type { DocumentState } from '../src/collab/index.ts';

const saved: DocumentState = { kind: 'saved' };
const saving: DocumentState = { kind: 'saving' };
const away: DocumentState = { kind: 'offline', waiting: null, code: null };
const unsaved: DocumentState = { kind: 'offline', waiting: 'tab', code: null };
const ended: DocumentState = { kind: 'ended', code: 4404, reason: '' };

test.each([
  ['the layer, where the text is only read', away, saved, false, saved],
  ['the text, where it is edited and worse off', saving, saved, true, saving],
  ['the layer, where it is worse off', saving, unsaved, true, unsaved],
  ['what waits here before what is only away', unsaved, away, true, unsaved],
  ['the end of the text, whoever reads it', ended, unsaved, false, ended],
  ['the text, where there is no layer of one’s own', away, null, false, away],
] as const)('it shows %s', (_, text, layer, isEditing, shown) => {
  expect(worstState(text, layer, isEditing)).toBe(shown);
});
