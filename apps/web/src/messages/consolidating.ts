/** Candidates for CMOCs. */
export const consolidating = {} as const;
