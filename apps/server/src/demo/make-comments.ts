import type { CommentTarget } from '@triad/collab';
import type { Context } from '../context.ts';
import { MINUTE_MS } from '../context.ts';
import type { Making } from './make-demo.ts';
import type { DemoComment, DemoStudy } from './study/study.ts';

/** What the members said to one another: ten minutes apart, the last ten minutes ago. */
export async function makeComments(
  context: Context,
  { comments }: DemoStudy,
  { project, round, members, ids }: Making,
): Promise<void> {
  const memberId = (slug: string): string => {
    const found = members.find((each) => each.slug === slug);
    if (found === undefined) throw new Error('a comment of the demo study is by nobody');
    return found.member.id;
  };
  const target = (on: DemoComment['on']): CommentTarget => {
    if (on.kind === 'transcript') return { kind: 'transcript' };
    const id = ids(on.id);
    if (on.kind === 'comment') return { kind: 'comment', comment: id };
    const layer = { member: memberId(on.member), round };
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
      target: target(comment.on),
      text: comment.text,
      createdAt: new Date(nowMs - (comments.length - index) * 10 * MINUTE_MS).toISOString(),
      resolvedBy: comment.resolvedBy === null ? null : memberId(comment.resolvedBy),
    });
  }
}
