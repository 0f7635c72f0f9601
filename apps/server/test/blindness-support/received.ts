/** What came of one act of the script, as text: bytes are the letters in them. */
export type Received = { readonly act: string; readonly got: string };

/** Written so that a word in a frame, or an id, is found. */
export function asText(got: unknown): string {
  return JSON.stringify(got, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  )
    .replace(/(\\?"sid\\?":\\?")[^"\\]+/g, '$1(sid)')
    .replace(/#[A-Za-z0-9_-]{43}(?=")/g, '#(token)');
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * Two runs, ready to be held against each other: an id that one run alone knows was drawn in it, of
 * something that the script made, and is told by its turn instead.
 */
export function comparable(
  one: readonly Received[],
  other: readonly Received[],
): readonly [readonly Received[], readonly Received[]] {
  const shared = idsIn(one).intersection(idsIn(other));
  return [redrawn(one, shared), redrawn(other, shared)];
}

function idsIn(received: readonly Received[]): ReadonlySet<string> {
  return new Set(received.flatMap(({ got }) => got.match(UUID) ?? []));
}

function redrawn(received: readonly Received[], shared: ReadonlySet<string>): readonly Received[] {
  const drawn = new Map<string, string>();
  return received.map(({ act, got }) => ({
    act,
    got: got.replace(UUID, (id) => {
      if (shared.has(id)) return id;
      const known = drawn.get(id) ?? `(drawn ${drawn.size + 1})`;
      drawn.set(id, known);
      return known;
    }),
  }));
}
