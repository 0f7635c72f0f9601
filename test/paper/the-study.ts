import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import type { Bearing, MarkRole, Sentence, SentencePiece } from '@triad/realist';
import { WORKSPACE } from '../support/workspace.ts';

/* The published study (CC BY 4.0) as it stands beside the workspace: nothing of it is copied in here. */

const SEED = join(WORKSPACE, '..', 'shared', 'seed');

export type StudyQuote = {
  /** `4b`: the second quote of CMOC 4. */
  readonly name: string;
  /** `#13`. */
  readonly participant: string;
  readonly text: string;
  readonly bearing: Bearing;
};

export type StudyCmoc = {
  readonly number: number;
  readonly group: string;
  readonly title: string;
  /** As it was printed, without the letters in brackets. */
  readonly sentence: string;
  /** What is marked; a letter that was not printed has no words. */
  readonly marks: Readonly<Record<'C' | 'M' | 'O', string | null>>;
  /** Each part in words, marked in the sentence or not. */
  readonly parts: Readonly<Record<'C' | 'M' | 'O', string>>;
  readonly quotes: readonly StudyQuote[];
};

export type Study = {
  readonly groups: readonly string[];
  readonly cmocs: readonly StudyCmoc[];
  readonly quotes: ReadonlyMap<string, StudyQuote>;
  /** Turns of each participant's excerpts, in their order. */
  readonly excerpts: ReadonlyMap<
    string,
    readonly { readonly speaker: string; readonly text: string }[]
  >;
};

/** The test is skipped, with the reason, where the study is not there. */
export function readStudy(context: TestContext): Study {
  context.skip(
    !existsSync(join(SEED, 'study.json')),
    'the study is not on this machine (expected under ../shared/seed)',
  );
  const raw = JSON.parse(readFileSync(join(SEED, 'study.json'), 'utf8')) as RawStudy;
  const cmocs = raw.cmocs.map((cmoc): StudyCmoc => {
    const printed = (role: 'C' | 'M' | 'O'): boolean => cmoc.statement.includes(`(${role})`);
    const parts = { C: cmoc.context, M: cmoc.mechanism, O: cmoc.outcome };
    return {
      number: cmoc.number,
      group: cmoc.outcomeGroup,
      title: cmoc.title,
      sentence: cmoc.statement.replaceAll(/ \([CMO]\)/g, ''),
      marks: {
        C: printed('C') ? parts.C : null,
        M: printed('M') ? parts.M : null,
        O: printed('O') ? parts.O : null,
      },
      parts,
      quotes: cmoc.quotes.map(({ participant, text, bearing }, at) => ({
        name: `${cmoc.number}${'abc'[at]}`,
        participant,
        text,
        bearing: bearing === 'caveat' ? 'caveat' : 'supports',
      })),
    };
  });
  const quotes = new Map(cmocs.flatMap((each) => each.quotes.map((quote) => [quote.name, quote])));
  const participants = [...new Set([...quotes.values()].map(({ participant }) => participant))];
  const excerpts = new Map(
    participants.sort().map((participant) => {
      const file = join(SEED, 'transcripts', `participant-${participant.slice(1)}.txt`);
      return [participant, readTurns(readFileSync(file, 'utf8'))] as const;
    }),
  );
  return { groups: raw.outcomes, cmocs, quotes, excerpts };
}

/** The sentence with its words marked as they were printed. */
export function markedSentence({ sentence, marks }: StudyCmoc): Sentence {
  const places = (['C', 'M', 'O'] as const)
    .flatMap((role) => {
      const words = marks[role];
      if (words === null) return [];
      const at = sentence.indexOf(words);
      if (at < 0) throw new Error(`the words of ${role} do not stand in the sentence`);
      return [{ role, at, end: at + words.length }];
    })
    .sort((a, b) => a.at - b.at);
  const pieces: SentencePiece[] = [];
  const add = (text: string, role: MarkRole | null): void => {
    if (text !== '') pieces.push({ text, role });
  };
  let from = 0;
  for (const { role, at, end } of places) {
    add(sentence.slice(from, at), null);
    add(sentence.slice(at, end), role);
    from = end;
  }
  add(sentence.slice(from), null);
  return pieces;
}

function readTurns(text: string): readonly { readonly speaker: string; readonly text: string }[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.indexOf(': ');
      return { speaker: line.slice(0, at), text: line.slice(at + 2) };
    });
}

type RawStudy = {
  readonly outcomes: readonly string[];
  readonly cmocs: readonly {
    readonly number: number;
    readonly outcomeGroup: string;
    readonly title: string;
    readonly statement: string;
    readonly context: string;
    readonly outcome: string;
    readonly mechanism: string;
    readonly quotes: readonly {
      readonly participant: string;
      readonly text: string;
      readonly bearing: string;
    }[];
  }[];
};
