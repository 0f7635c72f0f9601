import { count, number } from './format.ts';

/** The history of a transcript's text. */
export const history = {
  title: 'History',
  of: (title: string) => `History of ${title}`,
  lead: 'The text before its first correction and after each time that somebody edited it. Leads alone see this. What was removed can be read here until somebody redacts it.',
  open: 'History',
  openHint: 'What was corrected, when and by whom.',
  none: 'No corrections yet',
  noneBody: 'Once a lead has edited the text, it can be read here as it was before and after.',
  back: 'Back to the text',
  versions: 'Versions',
  imported: 'As imported',
  version: (number: number) => `Version ${number}`,
  by: (name: string) => `by ${name}`,
  somebody: 'somebody unknown',
  size: (turns: number, words: number) =>
    `${count(turns, 'turn', 'turns')}, ${number(words)} words`,
  more: (words: number, turns: number) =>
    [signed(turns, 'turn', 'turns'), signed(words, 'word', 'words')].filter(Boolean).join(', ') ||
    'as many words',
  compareWith: 'Compared with',
  difference: 'What changed',
  differenceOf: (before: string, after: string) => `From ${before} to ${after}`,
  changed: (turns: number) =>
    turns === 0 ? 'No turn differs.' : `${count(turns, 'turn differs', 'turns differ')}.`,
  loading: 'Comparing',
  same: (turns: number) => `${count(turns, 'turn', 'turns')} unchanged`,
  showSame: (turns: number) => `Show ${count(turns, 'unchanged turn', 'unchanged turns')}`,
  /** Read out before and after what was taken out or put in. */
  removed: 'removed:',
  added: 'added:',
  endOf: 'end of the change',
  turnRemoved: 'turn removed',
  turnAdded: 'turn added',
  speakerChanged: (before: string, after: string) => `speaker: ${before} → ${after}`,
  noSpeaker: 'nobody named',
} as const;

function signed(value: number, one: string, other: string): string {
  if (value === 0) return '';
  return `${value > 0 ? '+' : '−'}${count(Math.abs(value), one, other)}`;
}
