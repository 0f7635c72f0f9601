import type { CmocSummary } from '@triad/collab';
import { sentenceText } from '@triad/realist';
import { cmocs } from '../../messages/cmocs.ts';
import { list, number } from '../../messages/format.ts';
import { countCmocs } from './cmoc-lists.ts';

const words = cmocs.state;

/** Where a CMOC stands, as short as a list needs it, and as it is read out. */
export function stateWords(
  { state, revising, signOffs, latest }: CmocSummary,
  asked: number,
): { readonly short: string; readonly said: string; readonly isObjection: boolean } {
  const agree = signOffs?.agree ?? 0;
  const revised = revising && latest !== null && state !== 'draft';
  const said = (what: string): string => (revised ? `${what}, ${words.revising}` : what);
  const short = (what: string): string => (revised ? words.revisingShort(what) : what);
  switch (state) {
    case 'draft':
      return { short: words.draft, said: words.draft, isObjection: false };
    case 'proposed':
      return {
        short: short(words.signed(agree, asked)),
        said: said(words.signedSaid(agree, asked)),
        isObjection: false,
      };
    case 'agreed':
      return {
        short: short(words.agreedShort),
        said: said(words.agreedSaid),
        isObjection: false,
      };
    case 'contested':
      return { short: short(words.contested), said: said(words.contested), isObjection: true };
    case 'retired':
      return { short: words.retired, said: words.retired, isObjection: false };
  }
}

/** Its title; before it has one the beginning of its sentence, by which it can be told, too. */
export function nameOfCmoc({ title, sentence }: Pick<CmocSummary, 'title' | 'sentence'>): string {
  if (title !== '') return title;
  const text = sentenceText(sentence).trim();
  if (text === '') return cmocs.untitled;
  return text.length > 80 ? `${text.slice(0, 78)}…` : text;
}

/** How many there are of each state, in words; retired ones are not counted among all. */
export function summaryWords(all: readonly CmocSummary[]): string {
  const counts = countCmocs(all);
  const facts = [
    counts.agreed === 0 ? null : cmocs.agreed(counts.agreed),
    counts.proposed === 0 ? null : cmocs.proposed(counts.proposed),
    counts.contested === 0 ? null : cmocs.contested(counts.contested),
    counts.draft === 0 ? null : cmocs.drafts(counts.draft),
  ].filter((fact) => fact !== null);
  const present = all.length - counts.retired;
  return facts.length === 0
    ? `${number(present)} ${cmocs.title}.`
    : cmocs.summary(present, list(facts));
}
