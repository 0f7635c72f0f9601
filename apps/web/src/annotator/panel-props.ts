import type { MemberAnswer, ProjectAnswer } from '@triad/collab';
import type * as Y from 'yjs';
import type { CommentDrafts } from './comment-drafts.ts';
import type { Shortcut } from './keys.ts';
import type { AnnotatorSession } from './session.ts';
import type { Signal } from './signal.ts';

export type PanelProps = {
  readonly session: AnnotatorSession;
  readonly project: ProjectAnswer;
  readonly members: readonly MemberAnswer[];
  /** The theory document, once it is there. */
  readonly theory: Y.Doc | null;
  readonly shortcuts: readonly Shortcut[];
  /** The transcript is coded blind: nothing is said about it to others, nor by them. */
  readonly isBlind: boolean;
  /** What is being written and not sent yet. */
  readonly drafts: CommentDrafts;
  /** What should take the focus next: `list`, `filter`, `infer`, `comment`, or the id of a memo or sketch. */
  readonly focusOn: Signal<string | null>;
};
