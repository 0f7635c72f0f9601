/** CMOCs as they are written. */
export const cmocs = {} as const;
