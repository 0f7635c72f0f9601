import type { CandidateFilter } from './candidates.ts';
import { MISSING_ROLES } from './candidates.ts';

/** What stands in the address, so that a link leads to what its sender saw. */
export type CandidateSearch = {
  readonly candidate?: string;
  /** Another one beside it. */
  readonly beside?: string;
  readonly state?: 'accepted' | 'set-aside' | 'all';
  readonly from?: 'sketches' | 'closeness';
  readonly transcript?: string;
  readonly support?: number;
  readonly missing?: 'C' | 'M' | 'O';
};

/** A name that is not known counts for nothing. */
export function readCandidateSearch(search: Readonly<Record<string, unknown>>): CandidateSearch {
  const { candidate, beside, state, from, transcript, support, missing } = search;
  const role = MISSING_ROLES.find((one) => one === missing);
  return {
    ...(typeof candidate === 'string' ? { candidate } : {}),
    ...(typeof beside === 'string' ? { beside } : {}),
    ...(state === 'accepted' || state === 'set-aside' || state === 'all' ? { state } : {}),
    ...(from === 'sketches' || from === 'closeness' ? { from } : {}),
    ...(typeof transcript === 'string' ? { transcript } : {}),
    ...(typeof support === 'number' && support > 1 ? { support } : {}),
    ...(role === undefined ? {} : { missing: role }),
  };
}

export function filterOf({
  state,
  from,
  transcript,
  support,
  missing,
}: CandidateSearch): CandidateFilter {
  return {
    state: state === 'all' ? null : (state ?? 'open'),
    from: from ?? null,
    transcript: transcript ?? null,
    support: support ?? 0,
    missing: missing ?? null,
  };
}

/** The address of a filter, without a candidate. */
export function searchOf({
  state,
  from,
  transcript,
  support,
  missing,
}: CandidateFilter): CandidateSearch {
  return {
    ...(state === 'open' ? {} : { state: state ?? 'all' }),
    ...(from === null ? {} : { from }),
    ...(transcript === null ? {} : { transcript }),
    ...(support > 1 ? { support } : {}),
    ...(missing === null ? {} : { missing }),
  };
}
