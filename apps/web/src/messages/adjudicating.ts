/** Deciding what the coders agree to. */
export const adjudicating = {} as const;
