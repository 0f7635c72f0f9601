import type { DocumentState } from '../collab/open-document.ts';
import { saving as words } from '../messages/saving.ts';
import { Pill } from './pill.tsx';

/**
 * What becomes of one's edits, for the header: quiet while all is well. Trouble alone is read out
 * as it comes; 'Saving' and 'Saved' after every key would drown the page.
 */
export function SaveStatus({
  state,
  mayWrite,
}: {
  readonly state: DocumentState;
  /** Whoever may not is reading, and has nothing to be saved. */
  readonly mayWrite: boolean;
}) {
  const isTrouble = state.kind === 'offline' || state.kind === 'ended';
  return (
    <span role="status" aria-live={isTrouble ? 'polite' : 'off'}>
      <Pill dot={dotOf(state)}>{sentenceFor(state, mayWrite)}</Pill>
    </span>
  );
}

function dotOf(state: DocumentState): 'filled' | 'hollow' | 'bad' {
  if (state.kind === 'ended') return 'bad';
  if (state.kind === 'offline') return isInTabAlone(state) ? 'bad' : 'hollow';
  return state.kind === 'saved' ? 'filled' : 'hollow';
}

function sentenceFor(state: DocumentState, mayWrite: boolean): string {
  switch (state.kind) {
    case 'ended':
      return words.ended(state.code);
    case 'offline':
      if (state.code !== null) {
        return words.later(state.code, mayWrite ? words.waiting[state.waiting ?? 'none'] : null);
      }
      if (!mayWrite) return words.readingOffline;
      return state.waiting === null ? words.offline : words.waiting[state.waiting];
    case 'saved':
      return mayWrite ? words.saved : words.reading;
    case 'opening':
    case 'saving':
      return words[state.kind];
  }
}

function isInTabAlone({ waiting }: DocumentState & { readonly kind: 'offline' }): boolean {
  return waiting !== null && waiting !== 'device';
}
