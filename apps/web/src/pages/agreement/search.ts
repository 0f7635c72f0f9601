import type { DifferenceKind } from '@triad/collab';
import { SKETCH_DIFFERENCES, SPAN_DIFFERENCES } from '@triad/collab';
import type { Role } from '@triad/realist';
import { ROLES } from '@triad/realist';
import type { PlaceFilter } from './places.ts';

/*
 * What stands in the addresses of these pages, so that a link leads to what its sender saw. A name
 * that is not known counts for nothing.
 */

export type AgreementSearch = {
  /** Ids of transcripts, parted by commas. */
  readonly transcripts?: string;
};

export type PlaceSearch = {
  /** Id of a difference. */
  readonly place?: string;
  readonly kind?: DifferenceKind;
  /** Roles, parted by commas. */
  readonly role?: string;
  /** Member id. */
  readonly coder?: string;
  readonly flagged?: true;
};

const KINDS: ReadonlySet<string> = new Set([...SPAN_DIFFERENCES, ...SKETCH_DIFFERENCES]);

export function readAgreementSearch(search: Readonly<Record<string, unknown>>): AgreementSearch {
  const transcripts = text(search['transcripts']);
  return transcripts === '' ? {} : { transcripts };
}

export function readPlaceSearch(search: Readonly<Record<string, unknown>>): PlaceSearch {
  const [place, kind, coder] = [search['place'], search['kind'], search['coder']].map(text);
  const role = rolesIn(text(search['role'])).join();
  return {
    ...(place === '' || place === undefined ? {} : { place }),
    ...(isKind(kind) ? { kind } : {}),
    ...(role === '' ? {} : { role }),
    ...(coder === '' || coder === undefined ? {} : { coder }),
    ...(search['flagged'] === true ? { flagged: true } : {}),
  };
}

export function transcriptsIn({ transcripts }: AgreementSearch): readonly string[] {
  return transcripts?.split(',').filter((id) => id !== '') ?? [];
}

export function filterOf({ kind, role, coder, flagged }: PlaceSearch): PlaceFilter {
  return {
    // What the address has beside what was read of it comes here, too.
    kind: isKind(kind) ? kind : null,
    roles: rolesIn(role ?? ''),
    coder: coder ?? null,
    flagged: flagged === true,
  };
}

/** The address of the filter, without a place. */
export function searchOf({ kind, roles, coder, flagged }: PlaceFilter): PlaceSearch {
  return {
    ...(kind === null ? {} : { kind }),
    ...(roles.length === 0 ? {} : { role: roles.join() }),
    ...(coder === null ? {} : { coder }),
    ...(flagged ? { flagged: true } : {}),
  };
}

function rolesIn(role: string): readonly Role[] {
  const named = role.split(',');
  return ROLES.filter((one) => named.includes(one));
}

function isKind(kind: string | undefined): kind is DifferenceKind {
  return kind !== undefined && KINDS.has(kind);
}

/** The router reads what looks like a number as one. */
function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
