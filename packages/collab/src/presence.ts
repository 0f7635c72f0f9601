import { z } from 'zod';

/**
 * What awareness carries: who reads where. Positions are UTF-16 offsets into the transcript's
 * text. The server replaces `member` by the member of the connection, so that nobody can appear as
 * somebody else, and drops states that do not fit.
 */
export const presenceSchema = z.strictObject({
  member: z.string().max(36),
  /** First and last visible offset. */
  reading: z.tuple([z.int().min(0), z.int().min(0)]).nullable(),
  /** Anchor and head of the selection. */
  selection: z.tuple([z.int().min(0), z.int().min(0)]).nullable(),
  /** The place that they decide about, by the least id of its spans. */
  place: z.string().max(36).nullable().optional(),
});
export type Presence = z.infer<typeof presenceSchema>;
