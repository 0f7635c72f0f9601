import type { StoreCounts } from '@triad/storage';
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Raised when a backup is laid out another way; a Triad reads its own format and older ones. */
export const BACKUP_FORMAT = 2;

const count = z.number().int().nonnegative();
const manifestShape = z.strictObject({
  format: z.number().int().min(1).max(BACKUP_FORMAT),
  /** Version of the software that made it. */
  triad: z.string(),
  /** UTC ISO 8601: the moment that it holds is no earlier. */
  madeAt: z.iso.datetime(),
  /** Those made by schedule make room for newer ones; those asked for stay. */
  cause: z.enum(['asked', 'schedule']),
  store: z.strictObject({
    kind: z.literal('sqlite'),
    schema: count,
    /** Of the store that it was made of; absent in format 1, and where the store had none yet. */
    id: z.uuid().optional(),
  }),
  counts: z.strictObject({
    records: z.record(z.string(), count),
    documents: count,
    entries: count,
    blobs: count,
  }),
  /** Every file beside the manifest. Sizes in bytes, SHA-256 in hexadecimal. */
  files: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
        bytes: count,
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1)
    .max(1_000),
});

/** What a backup says of itself. */
export type Manifest = z.infer<typeof manifestShape> & { readonly counts: StoreCounts };

/** As it stands in `manifest.json`, closed by the SHA-256 of all that is before it. */
export function formatManifest(manifest: Manifest): string {
  return seal(manifest);
}

/**
 * Reads `manifest.json`. Any byte that differs from what was written makes it `damaged`; one that
 * is whole, but of another format than {@link BACKUP_FORMAT}, is `newer`.
 */
export function parseManifest(text: string): Manifest | 'damaged' | 'newer' {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'damaged';
  }
  if (typeof parsed !== 'object' || parsed === null) return 'damaged';
  const { sha256: _, ...content } = parsed as Readonly<Record<string, unknown>>;
  if (seal(content) !== text) return 'damaged';
  const { format } = content;
  if (typeof format === 'number' && format > BACKUP_FORMAT) return 'newer';
  const { success, data } = manifestShape.safeParse(content);
  return success ? data : 'damaged';
}

function seal(content: object): string {
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `${JSON.stringify({ ...content, sha256 }, null, 2)}\n`;
}
