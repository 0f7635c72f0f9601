import type { CommentTarget, TextIndex } from '@triad/collab';
import { makeAnchor } from '@triad/collab';
import type { Anchor, TextRange } from '@triad/realist';
import type { Context } from '../context.ts';
import { MINUTE_MS } from '../context.ts';
import type { Making } from './make-demo.ts';
import type { DemoComment, DemoStudy } from './study/study.ts';

/** What the members said to one another: ten minutes apart, the last ten minutes ago. `texts` is by the study's name. */
export async function makeComments(
  context: Context,
  { comments }: DemoStudy,
  { project, roundOf, members, ids }: Making & { readonly roundOf: (transcript: string) => string },
  texts: ReadonlyMap<string, TextIndex>,
): Promise<void> {
  const memberId = (slug: string): string => {
    const found = members.find((each) => each.slug === slug);
    if (found === undefined) throw new Error('a comment of the demo study is by nobody');
    return found.member.id;
  };
  const target = ({ on, transcript }: DemoComment): CommentTarget => {
    if (on.kind === 'transcript') return { kind: 'transcript' };
    if (on.kind === 'passage')
      return { kind: 'passage', anchor: anchorOn(texts.get(transcript), on) };
    const id = ids(on.id);
    if (on.kind === 'comment') return { kind: 'comment', comment: id };
    const layer = { member: memberId(on.member), round: roundOf(transcript) };
    return on.kind === 'span'
      ? { kind: 'span', ...layer, span: id }
      : { kind: 'sketch', ...layer, sketch: id };
  };
  const nowMs = context.clock().getTime();
  for (const [index, comment] of comments.entries()) {
    await context.tables.comments.insert(ids(comment.id), {
      project: project.id,
      transcript: ids(comment.transcript),
      author: memberId(comment.author),
      target: target(comment),
      text: comment.text,
      createdAt: new Date(nowMs - (comments.length - index) * 10 * MINUTE_MS).toISOString(),
      resolvedBy: comment.resolvedBy === null ? null : memberId(comment.resolvedBy),
    });
  }
}

function anchorOn(
  index: TextIndex | undefined,
  { turn, startUtf16, endUtf16 }: TextRange & { readonly turn: number },
): Anchor {
  const base = index?.turns[turn]?.startUtf16 ?? 0;
  const range = { startUtf16: base + startUtf16, endUtf16: base + endUtf16 };
  const anchor = index === undefined ? null : makeAnchor(index, range);
  if (anchor === null) throw new Error('a comment of the demo study stands on no words');
  return anchor;
}
