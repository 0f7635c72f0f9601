import type { DocumentAnswer } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import { useEffect, useState } from 'react';
import type { Colleague } from '../../annotator/colleagues.ts';
import { Colleagues } from '../../annotator/colleagues.ts';
import { takeDocument } from '../../collab/index.ts';

/** Who else is on the transcript, and at which place they decide; tells them where one is oneself. */
export function useLeads(
  head: DocumentAnswer | undefined,
  me: string,
  at: { readonly place: string; readonly range: TextRange } | null,
): readonly Colleague[] {
  const [others, setOthers] = useState<readonly Colleague[]>([]);
  const [own, setOwn] = useState<Colleagues | null>(null);
  const name = head?.name;
  const generation = head?.generation;
  useEffect(() => {
    if (head === undefined) return;
    const open = takeDocument(head);
    const colleagues = new Colleagues(open.awareness, me, setOthers);
    setOwn(colleagues);
    return () => {
      setOwn(null);
      colleagues.destroy();
      open.destroy();
    };
    // The head is a new object at every fetch; name and generation say whether it is another document.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [name, generation, me]);
  const place = at?.place;
  useEffect(() => {
    if (at !== null) own?.decide(at.place, at.range);
    // Where a place stands is told with it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [own, place]);
  return others;
}

/** Who else is at which place. */
export function whoIsWhere(others: readonly Colleague[]): ReadonlyMap<string, string> {
  return new Map(
    others.flatMap(({ member, place }) =>
      typeof place === 'string' ? [[place, member] as const] : [],
    ),
  );
}
