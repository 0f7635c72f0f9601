/** What one stage of a Dockerfile says, instruction by instruction. */
export type Stage = {
  readonly from: string;
  /** Of COPY: from where (a stage, or null: the folder that is built from), what, and to where. */
  readonly copies: readonly {
    readonly from: string | null;
    readonly sources: readonly string[];
    readonly to: string;
  }[];
  readonly runs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** All others, by name; the last of each counts. */
  readonly other: Readonly<Record<string, string>>;
};

/** Reads as much of a Dockerfile as this project writes; throws for what it does not know. */
export function readDockerfile(text: string): readonly Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const stages: { -readonly [Key in keyof Stage]: Stage[Key] }[] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    const stage = stages.at(-1);
    if (name === 'FROM') {
      stages.push({ from: rest, copies: [], runs: [], env: {}, other: {} });
    } else if (stage === undefined || name === '') {
      throw new Error(`no instruction of a Dockerfile: ${line}`);
    } else if (name === 'COPY') {
      const words = rest.split(/ +/);
      const flags = words.filter((word) => word.startsWith('--'));
      const paths = words.filter((word) => !word.startsWith('--'));
      const from = flags.find((flag) => flag.startsWith('--from='))?.slice(7) ?? null;
      const copy = { from, sources: paths.slice(0, -1), to: paths.at(-1) ?? '' };
      stage.copies = [...stage.copies, copy];
    } else if (name === 'RUN') {
      stage.runs = [...stage.runs, rest];
    } else if (name === 'ENV') {
      const pairs = rest.split(/ +/).map((pair) => pair.split('=', 2) as [string, string]);
      stage.env = { ...stage.env, ...Object.fromEntries(pairs) };
    } else {
      stage.other = { ...stage.other, [name]: rest };
    }
  }
  return stages;
}

/** Whether a path, from the folder that is built from, is left out by these lines of a .dockerignore. */
export function isIgnored(path: string, patterns: readonly string[]): boolean {
  const parts = path.split('/');
  return patterns.some((pattern) =>
    pattern.startsWith('**/') ? parts.includes(pattern.slice(3)) : parts[0] === pattern,
  );
}
