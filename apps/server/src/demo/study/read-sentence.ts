import type { MarkRole, Sentence, SentencePiece } from '@triad/realist';
import { isMarkRole } from '@triad/realist';
import type { Checked } from './checked.ts';

const MARKED = /\[([A-Z]):([^[\]]+)\]/gu;

/**
 * Reads a sentence in which words are marked as `[C:in square brackets]`.
 *
 * @throws Error that names the place where a bracket marks nothing, or no C or O is marked
 */
export function readSentence(source: Checked): Sentence {
  const text = source.text();
  const pieces: SentencePiece[] = [];
  const add = (words: string, role: MarkRole | null): void => {
    if (/[[\]]/u.test(words)) source.fail('a bracket stands here that marks no words.');
    if (words !== '') pieces.push({ text: words, role });
  };
  let at = 0;
  for (const match of text.matchAll(MARKED)) {
    const [whole, role, words = ''] = match;
    if (!isMarkRole(role)) source.fail(`no words can be marked ${role}.`);
    add(text.slice(at, match.index), null);
    add(words, role);
    at = match.index + whole.length;
  }
  add(text.slice(at), null);
  for (const needed of ['C', 'O'] as const) {
    if (!pieces.some(({ role }) => role === needed)) source.fail(`no words are marked ${needed}.`);
  }
  return pieces;
}
