/**
 * Branded identifiers. Every id is a UUID made where the object is made, so that it can serve as
 * a REFI-QDA GUID without translation.
 */
declare const brand: unique symbol;

type Branded<Name extends string> = string & { readonly [brand]: Name };

export type SpanId = Branded<'SpanId'>;
export type SketchId = Branded<'SketchId'>;
export type PartId = Branded<'PartId'>;
export type MemoId = Branded<'MemoId'>;
export type StatementId = Branded<'StatementId'>;
export type MemberId = Branded<'MemberId'>;
export type ProjectId = Branded<'ProjectId'>;
export type TranscriptId = Branded<'TranscriptId'>;
export type RoundId = Branded<'RoundId'>;
export type TurnId = Branded<'TurnId'>;
export type CmocId = Branded<'CmocId'>;
export type CmocPartId = Branded<'CmocPartId'>;
export type EvidenceId = Branded<'EvidenceId'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `value` is a lower-case UUID, the only form in which Triad stores ids. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
