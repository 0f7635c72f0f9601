import type { DocumentState } from '../collab/index.ts';

/**
 * The worse of what becomes of one's coding and of one's corrections. The text's own counts where one
 * edits it, where there is no layer of one's own, and where it is over.
 */
export function worstState(
  text: DocumentState,
  layer: DocumentState | null,
  isEditing: boolean,
): DocumentState {
  if (layer === null) return text;
  const shows = isEditing || text.kind === 'ended';
  return shows && badnessOf(text) >= badnessOf(layer) ? text : layer;
}

function badnessOf(state: DocumentState): number {
  if (state.kind === 'offline') return state.waiting === null ? 3 : 4;
  return { saved: 0, saving: 1, opening: 2, ended: 5 }[state.kind];
}
