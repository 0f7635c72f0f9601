import { useQueries } from '@tanstack/react-query';
import type { DocumentAnswer, ProjectAnswer } from '@triad/collab';
import { parseDocumentName } from '@triad/collab';
import { useEffect } from 'react';
import { queries } from '../api/queries.ts';
import type { AnnotatorSession } from './session.ts';
import { signal, useLater } from './signal.ts';

/** Tells the page what the layers that were opened again held when their round was revealed. */
export function useRevealed(
  session: AnnotatorSession | null,
  project: ProjectAnswer,
  documents: readonly DocumentAnswer[],
): void {
  const layers = reopenedLayers(project.rounds, documents);
  const transcript = session?.transcript.id ?? '';
  const answers = useQueries({
    queries: layers.map((layer) => ({
      ...queries.revealed(project.id, transcript, layer),
      enabled: session !== null,
    })),
  });
  // Grows when a layer was opened, which is then compared.
  useLater(session?.layersVersion ?? NEVER);
  useEffect(() => {
    for (const [at, { round, member }] of layers.entries()) {
      session?.layers.setRevealed(session.layers.laneOf(member, round), answers[at]?.data ?? null);
    }
  });
}

/** Layers of which something may be late: their round was opened again for their coder, now or before. */
function reopenedLayers(
  rounds: ProjectAnswer['rounds'],
  documents: readonly DocumentAnswer[],
): readonly { readonly round: string; readonly member: string; readonly generation: string }[] {
  return documents.flatMap(({ name, generation }) => {
    const parsed = parseDocumentName(name);
    if (parsed?.kind !== 'layer') return [];
    const { round, member } = parsed;
    const reopenedFor = rounds.find(({ id }) => id === round)?.everReopenedFor ?? [];
    return reopenedFor.includes(member) ? [{ round, member, generation }] : [];
  });
}

const NEVER = signal(0);
