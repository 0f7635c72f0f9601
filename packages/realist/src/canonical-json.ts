/**
 * The one JSON of a value, whatever the order in which its fields were written: keys by code unit, no white
 * space, fields that are undefined left out, numbers and texts as ECMAScript writes them (RFC 8785). What is
 * hashed is this, so that the same content has the same hash everywhere.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}
