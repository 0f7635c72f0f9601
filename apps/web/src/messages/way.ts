/** The whole way of one quote. */
export const way = {} as const;
