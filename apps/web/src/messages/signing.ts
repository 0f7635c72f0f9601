/** Sign-off, outside reviewers, and the settings of the method. */
export const signing = {} as const;
