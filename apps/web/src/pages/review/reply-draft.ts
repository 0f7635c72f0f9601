import type { ReviewAnswerKind } from '@triad/collab';

export type ReplyDraft = { readonly kind: ReviewAnswerKind; readonly text: string };

/** 'In my experience …' says nothing without words. */
export function isSendable({ kind, text }: ReplyDraft): boolean {
  return kind !== 'in-my-experience' || text.trim() !== '';
}

/** The server has just this. */
export function isKept(draft: ReplyDraft, reply: ReplyDraft | null): boolean {
  return reply !== null && reply.kind === draft.kind && reply.text === draft.text.trim();
}
