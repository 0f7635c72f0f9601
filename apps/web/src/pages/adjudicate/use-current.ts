import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Place } from '../agreement/places.ts';
import { decisionFilterOf, decisionSearchOf } from './decision-search.ts';
import type { DecisionFilter } from './standing.ts';

const TO = '/projects/$project/adjudicate/$transcript';
/** After a step the address follows so late, milliseconds: not with each of many keys. */
const ADDRESS_MS = 120;

/**
 * The place that is looked at and the filter of the list. The place is the page's own, so that a key
 * leads on before the address has followed; the address leads wherever a link names another.
 */
export function useCurrent(project: string, transcript: string, places: readonly Place[]) {
  const search = useSearch({ from: `/signed-in${TO}` });
  const navigate = useNavigate();
  const { place: named, ...rest } = search;
  // The place in the address changes with every step, what stands beside it seldom.
  const key = JSON.stringify(rest);
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const filter = useMemo(() => decisionFilterOf(rest), [key]);
  const [at, setAt] = useState(named);
  const [addressed, setAddressed] = useState(named);
  if (named !== addressed) {
    setAddressed(named);
    if (named !== undefined) setAt(named);
  }
  useEffect(() => {
    if (at === undefined || at === named) return;
    const timer = setTimeout(() => {
      setAddressed(at);
      void navigate({
        to: TO,
        params: { project, transcript },
        search: { ...decisionSearchOf(filter), place: at },
        replace: true,
      });
    }, ADDRESS_MS);
    return () => clearTimeout(timer);
  }, [at, named, filter, navigate, project, transcript]);
  const shown = useRef(at);
  useEffect(() => {
    shown.current = at;
  }, [at]);
  // The same at every place: what offers filters is not drawn anew with each step.
  const setFilter = useCallback(
    (next: DecisionFilter): void => {
      const place = shown.current;
      const search = { ...decisionSearchOf(next), ...(place === undefined ? {} : { place }) };
      void navigate({ to: TO, params: { project, transcript }, search, replace: true });
    },
    [navigate, project, transcript],
  );
  const goToTranscript = (id: string): void =>
    void navigate({ to: TO, params: { project, transcript: id }, search: {} });
  const current = useMemo(() => places.find(({ id }) => id === at) ?? null, [places, at]);
  return {
    current,
    /** None is named yet. */
    isNew: at === undefined,
    /** What is named is not there. */
    isGone: at !== undefined && current === null,
    filter,
    setPlace: setAt,
    setFilter,
    goToTranscript,
  };
}
