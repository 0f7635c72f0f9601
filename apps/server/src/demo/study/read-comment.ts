import type { Checked } from './checked.ts';
import type { DemoCoding, DemoComment, DemoTurn } from './demo-study.ts';
import { placesOf } from './read-coding.ts';

/** What a comment may refer to; `earlier` are the comments that stand before it. */
export type CommentTargets = {
  readonly members: readonly string[];
  readonly transcripts: readonly string[];
  readonly turns: ReadonlyMap<string, readonly DemoTurn[]>;
  readonly codings: readonly DemoCoding[];
  readonly earlier: readonly DemoComment[];
};

/**
 * Reads one comment and finds what it is about on its own transcript.
 *
 * @throws Error that names the place where it leads nowhere
 */
export function readComment(source: Checked, targets: CommentTargets): DemoComment {
  source.onlyFields(['id', 'author', 'transcript', 'on', 'text', 'resolvedBy']);
  const transcript = source.field('transcript').oneOf(targets.transcripts);
  const resolvedBy = source.field('resolvedBy');
  return {
    id: source.field('id').text(),
    author: source.field('author').oneOf(targets.members),
    transcript,
    on: readTarget(source.field('on'), transcript, targets),
    text: source.field('text').text(),
    resolvedBy: resolvedBy.present ? resolvedBy.oneOf(targets.members) : null,
  };
}

function readTarget(
  source: Checked,
  transcript: string,
  { codings, earlier, turns }: CommentTargets,
): DemoComment['on'] {
  source.onlyFields(['transcript', 'span', 'sketch', 'comment', 'passage']);
  if (source.field('transcript').flag()) return { kind: 'transcript' };
  const answered = source.field('comment');
  if (answered.present) {
    const here = earlier.filter((each) => each.transcript === transcript);
    return { kind: 'comment', id: answered.oneOf(here.map(({ id }) => id)) };
  }
  const passage = source.field('passage');
  if (passage.present) return readPassage(passage, turns.get(transcript) ?? []);
  const kind = source.field('span').present ? 'span' : 'sketch';
  const id = source.field(kind).text();
  const coding = codings.find(
    (each) =>
      each.transcript === transcript &&
      (kind === 'span' ? each.spans : each.sketches).some((one) => one.id === id),
  );
  if (coding === undefined) return source.fail(`there is no ${kind} ${id} on this transcript.`);
  return { kind, id, member: coding.member };
}

/** Words that stand once in their turn. */
function readPassage(source: Checked, turns: readonly DemoTurn[]): DemoComment['on'] {
  source.onlyFields(['turn', 'quote']);
  const turn = source.field('turn').count(0);
  const quote = source.field('quote').text();
  const [startUtf16, ...others] = placesOf(quote, turns[turn]?.text ?? '');
  if (startUtf16 === undefined || others.length > 0) {
    return source.fail(
      `the quote stands ${others.length + (startUtf16 === undefined ? 0 : 1)} times in turn ${turn}; once is meant.`,
    );
  }
  return { kind: 'passage', turn, startUtf16, endUtf16: startUtf16 + quote.length };
}
