/* What stands in the addresses of these pages. A name that is not known counts for nothing. */

export type CmocsSearch = {
  /** Ids of CMOCs, parted by commas: side by side, */
  readonly beside?: string;
  /** or to be combined. */
  readonly combine?: string;
};

export type CmocSearch = {
  /** It is to be divided. */
  readonly divide?: true;
};

export function readCmocsSearch({
  beside,
  combine,
}: Readonly<Record<string, unknown>>): CmocsSearch {
  return {
    ...(typeof beside === 'string' ? { beside } : {}),
    ...(typeof combine === 'string' ? { combine } : {}),
  };
}

export function readCmocSearch({ divide }: Readonly<Record<string, unknown>>): CmocSearch {
  return divide === true ? { divide } : {};
}

/** The ids in a search, each once. */
export function idsIn(ids: string | undefined): readonly string[] {
  return [...new Set(ids?.split(',').filter((id) => id !== '') ?? [])];
}
