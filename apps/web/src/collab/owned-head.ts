import type { DocumentAnswer } from '@triad/collab';
import type { OfferPlace } from './kept-aside.ts';

/** A document, whose work in it this is, and where a device may keep it. */
export type OwnedHead = DocumentAnswer & {
  /** What one account made is offered to no other. */
  readonly account: string | null;
  /** Null where nothing is kept on devices. */
  readonly place: OfferPlace | null;
};

/** What one account has of a document, apart from what others have of it in the same tab. */
export function ownKeyOf({ account, name }: Pick<OwnedHead, 'account' | 'name'>): string {
  return `${account ?? ''} ${name}`;
}
