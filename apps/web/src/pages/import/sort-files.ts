const KNOWN = /\.(?:docx|txt|md|vtt|srt)$/i;

/** Those whose names end as a format that Triad reads, and the others. What they hold, the server judges. */
export function sortFiles<F extends { readonly name: string }>(
  files: readonly F[],
): { readonly taken: readonly F[]; readonly refused: readonly F[] } {
  return {
    taken: files.filter((file) => KNOWN.test(file.name)),
    refused: files.filter((file) => !KNOWN.test(file.name)),
  };
}
