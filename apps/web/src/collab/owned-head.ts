import type { DocumentAnswer } from '@triad/collab';

/** A document, and whose work in it this is: what one account made is offered to no other. */
export type OwnedHead = DocumentAnswer & { readonly account: string | null };

/** What one account has of a document, apart from what others have of it in the same tab. */
export function ownKeyOf({ account, name }: Pick<OwnedHead, 'account' | 'name'>): string {
  return `${account ?? ''} ${name}`;
}
